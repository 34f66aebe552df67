import { connect } from "node:net";
import { SUBGRAPHS, type SubgraphName } from "@gongjian/shared/contracts/lists";
import { freePort, isPortFree } from "../free-port.ts";
import { LauncherError } from "../launcher-error.ts";

export const DEFAULT_PORT = 4000;
const PORTS_TRIED = 100;

/** The port asked for, or the first free one from 4000 on. */
export async function choosePort(asked: number | null): Promise<number> {
  if (asked !== null) {
    if (await isAvailable(asked)) return asked;
    throw taken(asked, "--port");
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS_TRIED; port++) {
    if (await isAvailable(port)) return port;
  }
  return freePort();
}

/** A port for each subgraph: given by GONGJIAN_RESOURCES_PORT and so on, or free at this moment. */
export async function chooseSubgraphPorts(env: NodeJS.ProcessEnv): Promise<Record<SubgraphName, number>> {
  const ports = new Map<SubgraphName, number>();
  for (const name of SUBGRAPHS) {
    const variable = `GONGJIAN_${name.toUpperCase()}_PORT`;
    const given = Number(env[variable] ?? 0);
    if (given > 0 && !(await isAvailable(given))) throw taken(given, variable);
    ports.set(name, given > 0 ? given : await anotherPort([...ports.values()]));
  }
  return Object.fromEntries(ports) as Record<SubgraphName, number>;
}

async function anotherPort(used: readonly number[]): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (!used.includes(port)) return port;
  }
}

// Where a server listens on all addresses, some systems still let another one bind 127.0.0.1.
async function isAvailable(port: number): Promise<boolean> {
  return (await isPortFree(port)) && !(await answers(port));
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => {
      resolve(false);
    });
  });
}

function taken(port: number, source: string): LauncherError {
  return new LauncherError(
    `端口 ${port} 已被占用，请用 ${source} 换一个。`,
    `Port ${port} is taken. Choose another one with ${source}.`,
  );
}
