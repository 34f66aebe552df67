import { takeTestServer } from "./test-server.ts";

export default async function globalTeardown(): Promise<void> {
  await takeTestServer()?.stop();
}
