import type { Server } from "node:http";
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance } from "fastify";

/** While this lasts every answer says `connection: close`, so that clients leave of their own accord. */
const NOTICE_MS = 1_500;
const STEP_MS = 50;
/** Nobody who has connected waits to be accepted when the event loop was free for so long and nobody came. */
const QUIET_MS = 2;
const FREE_TURN_MS = 0.5;
/** Where it is never quiet. */
const QUIET_WITHIN_MS = 500;
/** Longer than the longest request; then what still hangs is cut. */
const LIMIT_MS = 8_000;

/**
 * Closes the server in order. Closing at once would reset keep-alive connections on which a request is
 * just arriving; only waiting for them would never end. What was accepted is answered as ever.
 */
export async function drain(app: FastifyInstance): Promise<void> {
  const begun = Date.now();
  await untilNobodyIsConnected(app, begun + NOTICE_MS);
  await untilQuiet(app.server);
  app.server.close();
  await untilNobodyIsConnected(app, begun + LIMIT_MS);
  app.server.closeAllConnections();
  await app.close();
}

async function untilNobodyIsConnected(app: FastifyInstance, end: number): Promise<void> {
  while (Date.now() < end && (await connectionsOf(app)) > 0) await wait(STEP_MS);
}

/** Whoever has connected and is not accepted yet when a server closes is reset, so it closes when that is nobody. */
async function untilQuiet(server: Server): Promise<void> {
  const end = performance.now() + QUIET_WITHIN_MS;
  let quietSince = performance.now();
  const disturb = (): void => {
    quietSince = performance.now();
  };
  server.on("connection", disturb);
  for (let now = quietSince; now < end && now - quietSince < QUIET_MS;) {
    await turn();
    const before = now;
    now = performance.now();
    if (now - before > FREE_TURN_MS) disturb();
  }
  server.off("connection", disturb);
}

function connectionsOf({ server }: FastifyInstance): Promise<number> {
  return new Promise((resolve) => {
    server.getConnections((error, count) => {
      resolve(error ? 0 : count);
    });
  });
}
