import { request as requestHttp, type ClientRequest, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { Readable } from "node:stream";
import type { Connection } from "./connection.ts";

export interface HttpCall {
  readonly method: "GET" | "POST";
  /** Below the server's address, with its query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: CallBody | null;
}

export interface CallBody {
  readonly size: number;
  readonly read: () => Readable;
  /** Called as the bytes leave. */
  readonly onSent?: (bytes: number) => void;
}

/** Whether anything was done is not known; with the same idempotency key the call can be made again. */
export class ConnectionLost extends Error {}

/** Nothing at all for so long: the server says that it is there every ten seconds. */
const SILENCE_MS = 120_000;

/** Makes one call. @throws ConnectionLost until the answer's first line has come */
export function call(
  { url, credential }: Connection,
  { method, path, headers = {}, body = null }: HttpCall,
): Promise<IncomingMessage> {
  const target = new URL(url.pathname.replace(/\/$/, "") + path, url);
  const request = target.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sending = request(target, {
      method,
      // A connection of its own: one that the server has meanwhile closed would look like a failure.
      agent: false,
      headers: {
        "user-agent": "gongjian-client",
        ...(credential ? { [credential.header]: credential.value } : {}),
        ...headers,
        ...(body ? { "content-length": String(body.size) } : {}),
      },
    });
    sending.setTimeout(SILENCE_MS, () => sending.destroy(new Error("nothing came for too long")));
    sending.on("response", resolve);
    sending.on("error", (error) => {
      reject(new ConnectionLost(error.message, { cause: error }));
    });
    if (body) send(sending, body);
    else sending.end();
  });
}

function send(sending: ClientRequest, body: CallBody): void {
  const bytes = counted(body);
  // A file that cannot be read to its end must not be sent as if it ended there.
  bytes.on("error", (error) => sending.destroy(error));
  sending.on("close", () => bytes.destroy());
  bytes.pipe(sending);
}

function counted({ read, onSent }: CallBody): Readable {
  return Readable.from(
    (async function* () {
      let sent = 0;
      for await (const chunk of read() as AsyncIterable<Buffer>) {
        yield chunk;
        sent += chunk.length;
        onSent?.(sent);
      }
    })(),
    { objectMode: false },
  );
}

const MOST_TEXT = 256 * 1024 * 1024;

/** Reads an answer's whole text. @throws ConnectionLost where it ends too early */
export async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_TEXT) throw new Error("the answer is too long");
      chunks.push(chunk);
    }
  } catch (error) {
    throw new ConnectionLost((error as Error).message, { cause: error });
  }
  return Buffer.concat(chunks).toString("utf8");
}
