import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** One request as it came in. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** Answers a request, or does with it what a broken server would do. */
export type Behaviour = (request: ReceivedRequest, response: ServerResponse) => void;

export interface FakePlatform {
  readonly url: string;
  readonly requests: ReceivedRequest[];
  behave(behaviour: Behaviour): void;
  stop(): Promise<void>;
}

/** A real HTTP server that answers as a test wants it to. */
export async function startFakePlatform(): Promise<FakePlatform> {
  const requests: ReceivedRequest[] = [];
  let behaviour: Behaviour = (_request, response) => response.end();
  const receive = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? "/", "http://platform");
    const request = {
      method: incoming.method ?? "",
      url,
      headers: incoming.headers,
      body: Buffer.concat(chunks),
    };
    requests.push(request);
    behaviour(request, response);
  };
  const server = createServer((incoming, response) => {
    receive(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    behave: (next) => {
      behaviour = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
