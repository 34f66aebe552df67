import { setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

/** While this lasts every answer says `connection: close`, so that clients leave of their own accord. */
const NOTICE_MS = 1_500;
const STEP_MS = 50;
/** Longer than the longest request; then what still hangs is cut. */
const LIMIT_MS = 8_000;

/**
 * Closes the server in order. Closing at once would reset keep-alive connections on which a request is
 * just arriving; only waiting for them would never end.
 */
export async function drain(app: FastifyInstance): Promise<void> {
  const end = Date.now() + NOTICE_MS;
  while (Date.now() < end && (await connectionsOf(app)) > 0) await wait(STEP_MS);
  const cut = setTimeout(() => {
    app.server.closeAllConnections();
  }, LIMIT_MS - NOTICE_MS);
  await app.close();
  clearTimeout(cut);
}

function connectionsOf({ server }: FastifyInstance): Promise<number> {
  return new Promise((resolve) => {
    server.getConnections((error, count) => {
      resolve(error ? 0 : count);
    });
  });
}
