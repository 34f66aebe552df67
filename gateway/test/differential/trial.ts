import { Supergraph } from "@apollo/federation-internals";
import { composeServices } from "@apollo/composition";
import type { Random } from "@gongjian/shared/testing/random";
import { parse, type ExecutionResult, type GraphQLSchema } from "graphql";
import { difference, type Difference } from "./compare.ts";
import { Subgraphs } from "./data/run-subgraphs.ts";
import { World, type Shares } from "./data/world.ts";
import { drawModel } from "./graph/draw-model.ts";
import type { Model } from "./graph/model.ts";
import { printSubgraphs } from "./graph/print-subgraphs.ts";
import type { EngineName } from "./known-faults.ts";
import { Apollo } from "./oracles/apollo.ts";
import { Monolith, type Asked } from "./oracles/monolith.ts";
import { Ours } from "./oracles/ours.ts";

const TRIES = 200;

interface Answering {
  answer(asked: Asked): Promise<ExecutionResult>;
  stop(): Promise<void> | void;
}

interface Composed {
  readonly model: Model;
  readonly supergraphSdl: string;
}

/** One random graph with its data, and everyone who answers for it. */
export class Trial {
  private constructor(
    readonly model: Model,
    readonly schema: GraphQLSchema,
    readonly supergraphSdl: string,
    private readonly monolith: Monolith,
    private readonly engines: ReadonlyMap<EngineName, Answering>,
  ) {}

  static async create(random: Random, seed: number, shares: Shares): Promise<Trial> {
    const { model, supergraphSdl } = drawComposed(random);
    const supergraph = Supergraph.build(supergraphSdl);
    const api = supergraph.apiSchema().toGraphQLJSSchema();
    const full = supergraph.schema.toGraphQLJSSchema();
    const world = new World(model, seed, shares);
    const subgraphs = new Subgraphs(world, full);
    const engines = new Map<EngineName, Answering>([
      ["hive", await Ours.create("hive", supergraphSdl, subgraphs)],
      ["apollo", await Ours.create("apollo", supergraphSdl, subgraphs)],
      ["gateway", new Apollo(supergraphSdl, subgraphs)],
    ]);
    return new Trial(model, api, supergraphSdl, new Monolith(world, api, full), engines);
  }

  /** How an engine's answer differs from what is right. */
  async difference(engine: EngineName, asked: Asked): Promise<Difference | null> {
    const expected = overTheWire(await this.monolith.answer(asked));
    try {
      const got = await this.engines.get(engine)?.answer(asked);
      return got ? difference(expected, overTheWire(got)) : null;
    } catch (error) {
      return { kind: "thrown", at: "", expected: "an answer", got: String(error) };
    }
  }

  /** Both answers, to be read. */
  async answers(engine: EngineName, asked: Asked): Promise<{ expected: string; got: string }> {
    const got = await this.engines.get(engine)?.answer(asked).catch(String);
    return { expected: JSON.stringify(await this.monolith.answer(asked)), got: JSON.stringify(got) };
  }

  async stop(): Promise<void> {
    for (const engine of this.engines.values()) await engine.stop();
  }
}

function overTheWire(answer: ExecutionResult): ExecutionResult {
  return JSON.parse(JSON.stringify(answer)) as ExecutionResult;
}

/** About every second graph composes. */
function drawComposed(random: Random): Composed {
  for (let i = 0; i < TRIES; i += 1) {
    const model = drawModel(random);
    const services = Object.entries(printSubgraphs(model)).map(([name, sdl]) => ({
      name,
      url: `http://${name}`,
      typeDefs: parse(sdl),
    }));
    const { supergraphSdl } = composeServices(services);
    if (supergraphSdl !== undefined) return { model, supergraphSdl };
  }
  throw new Error("No graph was drawn that composes.");
}
