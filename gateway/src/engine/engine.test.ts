import { composeSupergraph } from "../compose/compose-supergraph.ts";
import { Engine, type Answer } from "./engine.ts";
import { PLANNERS, type PlannerName } from "./planning/planner.ts";
import { NoAnswer, type SubgraphAnswer, type SubgraphRequest } from "./subgraph-call.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@requires", "@external", "@inaccessible"])`;

const SDL = {
  units: `${LINK}
    type Query { unit(id: ID): Unit units: [Unit!] things: [Thing!] kind: Kind places: [Place] }
    type Mutation { rename(id: ID!): Unit close(id: ID!): Unit }
    union Thing = Unit | Room
    interface Place { label: String }
    type Hall implements Place { label: String }
    type Vault implements Place @inaccessible { label: String }
    enum Kind { OPEN HIDDEN @inaccessible }
    type Room { seats: Int! }
    type Unit @key(fields: "id") { id: ID! name: String! area(in: String): Int }`,
  needs: `${LINK}
    type Unit @key(fields: "id") { id: ID! needs: [Need!]! area(in: String): Int @external
      density: Float @requires(fields: "area(in: \\"km2\\")") }
    type Need { title: String! urgent: Boolean }`,
};

type Reply = (request: SubgraphRequest) => SubgraphAnswer;
interface Call {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** Asks an engine whose subgraphs answer as told; hands back the answer and what they were asked. */
async function ask(
  planner: PlannerName,
  query: string,
  replies: Readonly<Record<string, Reply>>,
  variables: Record<string, unknown> = {},
): Promise<Answer & { readonly calls: readonly (Call & { readonly subgraph: string })[] }> {
  const composed = composeSupergraph(SDL);
  if ("problems" in composed) throw new Error(composed.problems.join("\n"));
  const calls: (Call & { subgraph: string })[] = [];
  const engine = await Engine.create({
    supergraphSdl: composed.sdl,
    planner,
    log: { warn: () => undefined },
    call: (request) => {
      calls.push({ subgraph: request.subgraph, ...(JSON.parse(request.body) as Call) });
      const reply = replies[request.subgraph];
      if (!reply) throw new NoAnswer("SUBGRAPH_DOWN", "没有应答。");
      return Promise.resolve(reply(request));
    },
  });
  try {
    const operation = engine.prepare(query, null);
    if ("errors" in operation) throw new Error(operation.errors.join("\n"));
    return { ...(await engine.execute(operation, variables, null)), calls };
  } finally {
    engine.stop();
  }
}

const unit = (id: string, more: object = {}): object => ({ __typename: "Unit", id, ...more });

describe.each(PLANNERS)("with the planner %s", (planner) => {
  test("what stands for the same object is asked once, and every place gets it", async () => {
    const units = [unit("1"), unit("2"), unit("1")];
    const { data, calls } = await ask(planner, "{ units { id needs { title } } }", {
      units: () => ({ data: { units } }),
      needs: () => ({
        data: {
          _entities: [
            { __typename: "Unit", needs: [{ title: "甲" }] },
            { __typename: "Unit", needs: [] },
          ],
        },
      }),
    });
    expect(calls[1]?.variables?.representations).toHaveLength(2);
    expect(data).toBe(
      `{"units":[{"id":"1","needs":[{"title":"甲"}]},{"id":"2","needs":[]},{"id":"1","needs":[{"title":"甲"}]}]}`,
    );
  });

  test("an alias that is called like a key is not taken for the key", async () => {
    const { calls } = await ask(planner, "{ unit { id: name needs { title } } }", {
      units: ({ body }) => {
        const alias = /(\w+): ?name/.exec(body)?.[1] ?? "name";
        return { data: { unit: unit("7", { [alias]: "8" }) } };
      },
      needs: () => ({ data: { _entities: [{ __typename: "Unit", needs: [] }] } }),
    });
    expect(calls[1]?.variables?.representations).toEqual([{ __typename: "Unit", id: "7" }]);
  });

  test("fields stand in the order in which they were asked, whatever is switched on", async () => {
    const query = `query ($on: Boolean!) { unit { name @include(if: $on) ...Id name } } fragment Id on Unit { id }`;
    const units: Reply = () => ({ data: { unit: unit("1", { name: "甲" }) } });
    expect((await ask(planner, query, { units }, { on: true })).data).toBe(`{"unit":{"name":"甲","id":"1"}}`);
    expect((await ask(planner, query, { units }, { on: false })).data).toBe(
      `{"unit":{"id":"1","name":"甲"}}`,
    );
  });

  test("changes are asked for in their order, also those in fragments", async () => {
    const query = `mutation { rename(id: "1") { id } ...Rest } fragment Rest on Mutation { close(id: "1") { id } }`;
    const { calls } = await ask(planner, query, { units: () => ({ data: {} }) });
    expect(calls.map((call) => call.query).join()).toMatch(/rename.*close/s);
  });
});

describe.each(PLANNERS)("whatever subgraphs give, with the planner %s", (planner) => {
  test("objects of a union are told by their type; values nobody may see are null and explained", async () => {
    const { data, errors } = await ask(planner, "{ kind things { ... on Room { seats } t: __typename } }", {
      units: () => ({ data: { kind: "HIDDEN", things: [{ __typename: "Room", seats: 3 }, unit("1")] } }),
    });
    expect(data).toBe(`{"kind":null,"things":[{"seats":3,"t":"Room"},{"t":"Unit"}]}`);
    expect(errors).toMatchObject([{ path: ["kind"] }]);
  });

  test("an object nobody may see is null, also where its type is not asked for", async () => {
    const { data, errors, calls } = await ask(planner, "{ places { label } }", {
      units: () => ({
        data: {
          places: [
            { __typename: "Hall", label: "甲" },
            { __typename: "Vault", label: "乙" },
          ],
        },
      }),
    });
    expect(calls[0]?.query).toContain("__typename");
    expect(data).toBe(`{"places":[{"label":"甲"},null]}`);
    expect(errors).toMatchObject([{ path: ["places", 1] }]);
  });

  test.each(["__proto__", "constructor", "toString"])(
    "a key called %s is a key like any other",
    async (key) => {
      const { data } = await ask(planner, `{ ${key}: unit { id } unit { ${key}: name } }`, { units: echo });
      expect(data).toBe(`{"${key}":{"id":"1"},"unit":{"${key}":"甲"}}`);
    },
  );
});

describe.each(PLANNERS)("when something is missing, with the planner %s", (planner) => {
  test("a null where none may be takes the object with it, and is explained with its place", async () => {
    const { data, errors } = await ask(planner, "{ units { label: name } }", {
      units: ({ body }) => {
        const alias = /(\w+): ?name/.exec(body)?.[1] ?? "name";
        return { data: { units: [{ [alias]: "甲" }, { [alias]: null }] } };
      },
    });
    expect(data).toBe(`{"units":null}`);
    expect(errors).toMatchObject([
      { path: ["units", 1, "label"], extensions: { code: "INCOMPLETE_DATA" }, subgraph: null },
    ]);
  });

  test("an error about an entity is told at each place where it stands, under the client's names", async () => {
    const { data, errors } = await ask(planner, "{ all: units { id wishes: needs { title } } }", {
      units: ({ body }) => {
        const alias = /(\w+): ?units/.exec(body)?.[1] ?? "units";
        return { data: { [alias]: [unit("1"), unit("2"), unit("1")] } };
      },
      needs: ({ body }) => {
        const key = /(\w+): ?_entities/.exec(body)?.[1] ?? "_entities";
        const alias = /(\w+): ?needs/.exec(body)?.[1] ?? "needs";
        return {
          data: { [key]: [null, { __typename: "Unit", [alias]: [] }] },
          errors: [{ message: "不许看。", path: [key, 0, alias], extensions: { code: "FORBIDDEN" } }],
        };
      },
    });
    expect(errors.map(({ path }) => path)).toEqual([
      ["all", 0, "wishes"],
      ["all", 2, "wishes"],
    ]);
    expect(data).toBe(`{"all":null}`);
  });

  test("a subgraph without an answer leaves what the others gave", async () => {
    const { data, errors } = await ask(planner, "{ units { id density } }", {
      units: ({ body }) => {
        const alias = /(\w+): ?area/.exec(body)?.[1] ?? "area";
        return { data: { units: [unit("1", { [alias]: 4 })] } };
      },
    });
    expect(data).toBe(`{"units":[{"id":"1","density":null}]}`);
    expect(errors).toMatchObject([{ path: ["units"], extensions: { code: "SUBGRAPH_DOWN" } }]);
  });
});

/** Answers each alias of the request with the value of its field. */
function echo({ body }: SubgraphRequest): SubgraphAnswer {
  const { query } = JSON.parse(body) as Call;
  const aliases = [...query.matchAll(/(?:(\w+): ?)?\b(unit|name)\b(?=[\s{}(])/g)];
  const keysOf = (field: string): string[] =>
    aliases.flatMap(([, alias, name]) => (name === field ? [alias ?? field] : []));
  const names = Object.fromEntries(keysOf("name").map((key) => [key, "甲"]));
  return { data: Object.fromEntries(keysOf("unit").map((key) => [key, unit("1", names)])) };
}

test("a text that is no supergraph is refused", async () => {
  const create = (supergraphSdl: string): Promise<Engine<null>> =>
    Engine.create<null>({
      supergraphSdl,
      planner: "hive",
      log: { warn: () => undefined },
      call: () => Promise.resolve({}),
    });
  await expect(create("type Query { a: Int }")).rejects.toThrow("This is no supergraph");
  await expect(create("type {")).rejects.toThrow("Syntax Error");
});
