/** A whole HTTP request is refused, with a code for programs and a Chinese message for people. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export function unauthenticated(message: string): Refusal {
  return new Refusal(401, "UNAUTHENTICATED", message, { "www-authenticate": 'Bearer realm="gongjian"' });
}
