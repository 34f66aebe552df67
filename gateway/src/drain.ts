import { setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { untilQuiet } from "./until-quiet.ts";

/** While this lasts every answer says `connection: close`, so that clients leave of their own accord. */
export const NOTICE_MS = 1_500;
const STEP_MS = 50;
/** Longer than the longest request; then what still hangs is cut. */
const LIMIT_MS = 8_000;

/**
 * Closes the server in order. Closing at once would reset keep-alive connections on which a request is
 * just arriving; only waiting for them would never end. What was accepted is answered as ever.
 */
export async function drain(app: FastifyInstance): Promise<void> {
  const begun = Date.now();
  await untilNobodyIsConnected(app, begun + NOTICE_MS);
  await untilQuiet({ forMs: 2, withinMs: 500 }, app.server);
  app.server.close();
  await untilNobodyIsConnected(app, begun + LIMIT_MS);
  app.server.closeAllConnections();
  await app.close();
}

async function untilNobodyIsConnected(app: FastifyInstance, end: number): Promise<void> {
  while (Date.now() < end && (await connectionsOf(app)) > 0) await wait(STEP_MS);
}

function connectionsOf({ server }: FastifyInstance): Promise<number> {
  return new Promise((resolve) => {
    server.getConnections((error, count) => {
      resolve(error ? 0 : count);
    });
  });
}
