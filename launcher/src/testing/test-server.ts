/** The server of a test run, handed from the global set-up to the tear-down: they share only the process. */
export interface TestServer {
  stop(): Promise<void>;
}

const KEY = Symbol.for("gongjian.test-server");
const shared = globalThis as { [KEY]?: TestServer };

export function keepTestServer(server: TestServer): void {
  shared[KEY] = server;
}

export function takeTestServer(): TestServer | undefined {
  const server = shared[KEY];
  shared[KEY] = undefined;
  return server;
}
