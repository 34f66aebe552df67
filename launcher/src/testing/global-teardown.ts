import { takeTestServer } from "./test-server.ts";

/**
 * Stops what the global set-up started.
 *
 * @public called by Jest
 */
export default async function globalTeardown(): Promise<void> {
  await takeTestServer()?.stop();
}
