import { createServer } from "node:net";

/** A port on this machine that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const port = await tryListen(0);
  if (port === null) throw new Error("no free port on 127.0.0.1");
  return port;
}

export async function isPortFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return (await tryListen(port, host)) !== null;
}

function tryListen(port: number, host = "127.0.0.1"): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(null);
    });
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : null;
      server.close(() => {
        resolve(taken);
      });
    });
  });
}
