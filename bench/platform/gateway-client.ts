/** One upload: the list, what is said of it in the query and the headers, and its bytes. */
export interface Upload {
  readonly list: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Blob | Uint8Array<ArrayBuffer>;
}

export interface Answer {
  /** 0: the connection was cut or nothing came in time. */
  readonly status: number;
  readonly text: string;
  /** Until the last byte of the answer. */
  readonly ms: number;
}

const PATIENCE_MS = 90_000;

/** `POST /lists/<list>` as a script sends it. Never throws: a lost answer is an answer of its own. */
export function upload(url: string, token: string, { list, query, headers, body }: Upload): Promise<Answer> {
  return answerOf(`${url}/lists/${list}?${new URLSearchParams(query).toString()}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream", ...headers },
    body,
  });
}

/** `GET` of a path of the gateway. */
export function read(url: string, token: string, path: string): Promise<Answer> {
  return answerOf(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
}

/** A GraphQL query; the text of the answer is the JSON as it came. */
export function query(url: string, token: string, text: string, variables: object = {}): Promise<Answer> {
  return answerOf(`${url}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ query: text, variables }),
  });
}

async function answerOf(address: string, request: RequestInit): Promise<Answer> {
  const start = performance.now();
  try {
    const response = await fetch(address, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await response.text();
    return { status: response.status, text, ms: performance.now() - start };
  } catch (error) {
    return { status: 0, text: String(error), ms: performance.now() - start };
  }
}
