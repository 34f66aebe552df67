import type { ExecutionResult } from "graphql";
import { Engine } from "@gongjian/gateway/engine/engine";
import type { PlannerName } from "@gongjian/gateway/engine/planning/planner";
import type { Call, Subgraphs, Turn } from "../data/run-subgraphs.ts";
import type { Asked } from "./monolith.ts";

/** Our engine over subgraphs in this process. */
export class Ours {
  private constructor(private readonly engine: Engine<Turn>) {}

  static async create(planner: PlannerName, supergraphSdl: string, subgraphs: Subgraphs): Promise<Ours> {
    const engine = await Engine.create<Turn>({
      supergraphSdl,
      planner,
      log: { warn: () => undefined },
      call: async ({ subgraph, body }, turn) => {
        const answer = await subgraphs.answer(subgraph, JSON.parse(body) as Call, turn);
        return JSON.parse(JSON.stringify(answer)) as object;
      },
    });
    return new Ours(engine);
  }

  stop(): void {
    this.engine.stop();
  }

  /** @throws where the planner finds no way */
  async answer({ source, operationName, variables }: Asked): Promise<ExecutionResult> {
    const prepared = this.engine.prepare(source, operationName ?? null);
    if ("errors" in prepared) return { errors: prepared.errors };
    const { data, errors, refused } = await this.engine.execute(prepared, variables, { changes: 0 });
    return {
      ...(data !== null && { data: JSON.parse(data) as Record<string, unknown> }),
      errors: [...refused, ...(errors as never[])],
    };
  }
}
