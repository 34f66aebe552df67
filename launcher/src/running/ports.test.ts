import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { freePort } from "../free-port.ts";
import { choosePort, chooseSubgraphPorts } from "./ports.ts";

async function listenOn(port: number, host: string): Promise<Server> {
  const server = createServer().listen(port, host);
  await once(server, "listening");
  return server;
}

test.each(["127.0.0.1", "0.0.0.0"])("a port asked for that is taken on %s is refused", async (host) => {
  const port = await freePort();
  const other = await listenOn(port, host);
  await expect(choosePort(port)).rejects.toThrow(`端口 ${port} 已被占用`);
  other.close();
});

test("a port asked for that is free is used, and without one another is found", async () => {
  const port = await freePort();
  expect(await choosePort(port)).toBe(port);
  expect(await choosePort(null)).toBeGreaterThan(0);
});

test("subgraphs have four different ports, those given among them", async () => {
  const given = await freePort();
  const ports = await chooseSubgraphPorts({ GONGJIAN_RESOURCES_PORT: String(given) });
  expect(ports.resources).toBe(given);
  expect(new Set(Object.values(ports)).size).toBe(4);
});
