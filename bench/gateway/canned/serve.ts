import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { NonceMemory, sha256, verifyRequest, type SigningKeys } from "@gongjian/shared/signature";
import { federation1Sdl, NAMES, type Name, type Origins } from "../graph.ts";
import { CannedAnswers } from "./answers.ts";

export interface CannedSubgraphs {
  readonly origins: Origins;
  /** Calls answered since the start. */
  calls(): number;
  stop(): void;
}

/**
 * Starts the subgraphs on free ports of this process.
 * @param keys signatures are checked where they are given; without, nothing is checked
 */
export async function serveCanned(keys?: SigningKeys): Promise<CannedSubgraphs> {
  let calls = 0;
  const servers = NAMES.map((name) => {
    const answers = new CannedAnswers(name);
    const check = keys && checkWith(keys);
    return createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        calls++;
        const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
        if (check && !check(request, body)) response.writeHead(401).end();
        else send(response, answerTo(name, answers, body.toString()));
      });
    });
  });
  const origins = await Promise.all(servers.map(listen));
  return {
    origins: Object.fromEntries(NAMES.map((name, i) => [name, origins[i]])) as Origins,
    calls: () => calls,
    stop: () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

async function listen(server: Server): Promise<string> {
  // A gateway's turn comes again after a while; until then its connections stay.
  server.keepAliveTimeout = 15 * 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answerTo(name: Name, answers: CannedAnswers, body: string): string {
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  if (query.includes("_service"))
    return JSON.stringify({ data: { _service: { sdl: federation1Sdl(name) } } });
  return answers.answer(query, variables ?? {});
}

function send(response: ServerResponse, text: string): void {
  response.sendDate = false;
  const length = Buffer.byteLength(text);
  response.writeHead(200, ["content-type", "application/json", "content-length", String(length)]).end(text);
}

function checkWith(keys: SigningKeys): (request: IncomingMessage, body: Buffer) => boolean {
  const nonces = new NonceMemory();
  return ({ method = "", url: path = "", headers }, body) => {
    const verdict = verifyRequest(keys, nonces, { method, path, headers });
    return "viewer" in verdict && verdict.bodyHash === sha256(body);
  };
}
