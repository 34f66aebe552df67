import { ApolloGateway } from "@apollo/gateway";
import type { ExecutionResult } from "graphql";
import type { Subgraphs, Turn } from "../data/run-subgraphs.ts";
import type { Asked } from "./monolith.ts";

type Load = Awaited<ReturnType<ApolloGateway["load"]>>;
type Request = Parameters<Load["executor"]>[0];

const nothing = (): void => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** `@apollo/gateway` over subgraphs in this process. */
export class Apollo {
  readonly #gateway: ApolloGateway;
  #loaded: Load | undefined;
  #count = 0;

  constructor(supergraphSdl: string, subgraphs: Subgraphs) {
    process.env.APOLLO_TELEMETRY_DISABLED = "1";
    this.#gateway = new ApolloGateway({
      supergraphSdl,
      logger: SILENT,
      buildService: ({ name }) => ({
        process: async ({ request, context }) => {
          const { query = "", variables, operationName } = request;
          const call = { query, variables, operationName: operationName ?? undefined };
          // As if it had come over the wire: nothing is shared with the subgraph.
          const answer = await subgraphs.answer(name, call, context as Turn);
          return JSON.parse(JSON.stringify(answer)) as object;
        },
      }),
    });
  }

  async answer({ document, source, operationName, variables }: Asked): Promise<ExecutionResult> {
    this.#loaded ??= await this.#gateway.load({ apollo: {} });
    this.#count += 1;
    const turn: Turn = { changes: 0 };
    const request = {
      request: { query: source, operationName, variables },
      document,
      operationName,
      source,
      queryHash: String(this.#count),
      context: turn,
      logger: SILENT,
      metrics: {},
    };
    return (await this.#loaded.executor(request as unknown as Request)) as ExecutionResult;
  }

  async stop(): Promise<void> {
    await this.#gateway.stop();
  }
}
