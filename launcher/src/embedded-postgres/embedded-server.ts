import { mkdirSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { lockFolder } from "../folder-lock.ts";
import { freePort } from "../free-port.ts";
import { createCluster, SUPERUSER } from "./cluster.ts";
import { placeServer, type Placement } from "./placement.ts";
import {
  type Postmaster,
  type ServerSettings,
  StartFailure,
  startPostmaster,
  stopLeftover,
} from "./postmaster.ts";

export interface EmbeddedServerOptions {
  /** Data folder; the cluster is kept in it, or beside a pointer in it. */
  readonly folder: string;
  /** Of the superuser; given to the cluster when it is created. */
  readonly password: string;
  /** False trades safety for speed: for tests only. */
  readonly durable?: boolean;
  readonly maxConnections?: number;
  readonly log?: (line: string) => void;
  /** Cuts the creation of a cluster off; a server that is starting already starts to its end. */
  readonly signal?: AbortSignal;
}

export interface EmbeddedServer {
  readonly adminUrl: string;
  readonly port: number;
  /** Settles when the server is gone, asked or not. */
  exited(): Promise<void>;
  /** Starts it again on the same port after it was lost. */
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Ends it at once, without waiting; the next start recovers. */
  kill(): void;
  /** Stops it and removes its data, wherever they were placed. */
  remove(): Promise<void>;
}

const LOCK = "postgres.lock";
const START_PATIENCE_MS = 20_000;

/** Starts the PostgreSQL that npm installed, on loopback, on a port free at this moment. */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const { folder, password, durable = true, maxConnections = 60, log = () => undefined } = options;
  mkdirSync(folder, { recursive: true });
  const placement = placeServer(folder);
  const lock = lockFolder(placement.folder, LOCK);
  try {
    await stopLeftover(placement.cluster);
    await createCluster(placement, password, { durable, signal: options.signal });
    const settings = { durable, maxConnections };
    const started = await startSomewhere(placement, settings, log);
    let { postmaster } = started;
    const stop = async (): Promise<void> => {
      await postmaster.stop();
      lock.release();
    };
    return {
      adminUrl: `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${started.port}/postgres`,
      port: started.port,
      exited: () => postmaster.exited,
      restart: async () => {
        ({ postmaster } = await startSomewhere(placement, { ...settings, port: started.port }, log));
      },
      stop,
      kill: () => {
        postmaster.kill();
      },
      remove: async () => {
        await stop();
        const placed = placement.folder === folder ? placement.cluster : placement.folder;
        rmSync(placed, { recursive: true, force: true });
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function startSomewhere(
  placement: Placement,
  settings: Omit<ServerSettings, "port"> & { port?: number },
  log: (line: string) => void,
): Promise<{ postmaster: Postmaster; port: number }> {
  const deadline = Date.now() + START_PATIENCE_MS;
  for (;;) {
    const port = settings.port ?? (await freePort());
    try {
      return { postmaster: await startPostmaster(placement, { ...settings, port }, log), port };
    } catch (error) {
      if (!(error instanceof StartFailure) || Date.now() > deadline || !passes(error.log)) throw error;
      await sleep(200);
    }
  }
}

// The port was taken since it was looked up, or back ends of a killed server are still going away.
function passes(log: string): boolean {
  return /Address already in use|pre-existing shared memory block/.test(log);
}
