import { setTimeout as wait } from "node:timers/promises";
import { startSmallSubgraph, type Behaviour, type SmallSubgraph } from "../../testing/small-subgraph.ts";
import { createKeys, startGateway, type RunningGateway } from "../../testing/start-gateway.ts";
import { smallSupergraph } from "../../testing/small-supergraph.ts";
import type { GatewaySettings } from "../../environment.ts";

/** A gateway with one subgraph, whose access log can be read. */
export interface ObservedGateway {
  readonly gateway: RunningGateway;
  readonly organisations: SmallSubgraph;
  /** The lines of requests, once there are that many. */
  readonly lines: (count: number) => Promise<readonly AccessLine[]>;
  stop(): Promise<void>;
}

export type AccessLine = Readonly<Record<string, unknown>>;

export async function startObservedGateway(
  behaviour: Behaviour,
  settings: Partial<GatewaySettings> = {},
): Promise<ObservedGateway> {
  const written: AccessLine[] = [];
  const keys = createKeys();
  const organisations = await startSmallSubgraph(keys, behaviour);
  const gateway = await startGateway({
    supergraphSdl: smallSupergraph(),
    keys,
    addresses: { organisations: organisations.url },
    settings: { logAccess: "all", ...settings },
    observed: {
      // As it would be written: what is not JSON is not in the line.
      accessLines: (line) => written.push(JSON.parse(JSON.stringify(line)) as AccessLine),
    },
  });
  return {
    gateway,
    organisations,
    lines: async (count) => {
      for (let tries = 0; tries < 100 && written.length < count; tries++) await wait(20);
      return written;
    },
    stop: async () => {
      await gateway.stop();
      await organisations.stop();
    },
  };
}
