/** What shows a server that the sender is somebody: header lines that may depend on the request. */
export type Credential = (request: { method: string; path: string; body: Buffer }) => readonly string[];

/** One kind of request that should cost the server next to nothing. */
export interface HostileRequest {
  readonly kind: string;
  /** The sender goes before the server has all that it waits for. */
  readonly breaksOff?: boolean;
  /** Everything that goes over the connection. */
  readonly bytes: (credential: Credential) => Buffer;
}

export interface Request {
  readonly method?: string;
  readonly path?: string;
  readonly version?: string;
  /** Header lines beside the usual ones; a name that is given again replaces the usual one. */
  readonly headers?: readonly string[];
  readonly body?: Buffer | string;
}

const QUERY = JSON.stringify({ query: "{ areas(first: 1) { nodes { code } } }" });

/** A request that would be a good one but for what is given. */
export function requestBytes(credential: Credential, request: Request): Buffer {
  const { method = "POST", path = "/graphql", version = "HTTP/1.1", headers = [], body = QUERY } = request;
  const content = Buffer.from(body as string);
  const usual = [
    "host: localhost",
    ...credential({ method, path, body: content }),
    "content-type: application/json",
    `content-length: ${content.length}`,
    "connection: close",
  ];
  const given = new Set(headers.map(nameOf));
  const lines = [
    ...usual.filter((line) => !given.has(nameOf(line))),
    ...headers.filter((line) => !line.endsWith(":")),
  ];
  const head = `${[`${method} ${path} ${version}`, ...lines].join("\r\n")}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), content]);
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(":")).toLowerCase();
}

/** A hostile request by what is unusual about it. */
export function hostile(kind: string, request: Request): HostileRequest {
  return { kind, bytes: (credential) => requestBytes(credential, request) };
}

/** A good HTTP request with a body that is not. */
export function hostileJson(kind: string, body: unknown): HostileRequest {
  return hostile(kind, { body: JSON.stringify(body) });
}
