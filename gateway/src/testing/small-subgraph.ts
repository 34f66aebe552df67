import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { NonceMemory, sha256, verifyRequest, type SigningKeys } from "@gongjian/shared/signature";
import type { Viewer } from "@gongjian/shared/viewer";

/** One call as it came in, its signature checked. */
export interface ReceivedCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** Null when the signature, its nonce or the body's hash was not right. */
  readonly viewer: Viewer | null;
}

/** Answers a call, or does with the response what a broken server would do. */
export type Behaviour = (call: ReceivedCall, response: ServerResponse) => unknown;

export interface SmallSubgraph {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  stop(): Promise<void>;
}

/** A real HTTP server on a free port that checks signatures as a subgraph does. */
export async function startSmallSubgraph(
  keys: SigningKeys,
  behaviour: Behaviour,
  port = 0,
): Promise<SmallSubgraph> {
  const nonces = new NonceMemory();
  const calls: ReceivedCall[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = "", url: path = "", headers } = request;
    const verdict = verifyRequest(keys, nonces, { method, path, headers });
    const viewer = "viewer" in verdict && verdict.bodyHash === sha256(body) ? verdict.viewer : null;
    const call = { method, path, headers, body, viewer };
    calls.push(call);
    const answer = behaviour(call, response);
    if (answer !== undefined)
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  };
  const server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
