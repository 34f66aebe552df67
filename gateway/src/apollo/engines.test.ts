import { ENGINES } from "../graphql/executor.ts";
import { smallSupergraph } from "../testing/small-supergraph.ts";
import { startSmallSubgraph, type SmallSubgraph } from "../testing/small-subgraph.ts";
import { createKeys, startGateway, type RunningGateway } from "../testing/start-gateway.ts";

describe.each(ENGINES)("with the engine %s", (engine) => {
  let gateway: RunningGateway;
  let organisations: SmallSubgraph;

  beforeAll(async () => {
    const keys = createKeys();
    organisations = await startSmallSubgraph(keys, () => ({
      data: { organisations: [{ __typename: "Organisation", id: "1", name: "甲单位" }] },
    }));
    gateway = await startGateway({
      supergraphSdl: smallSupergraph(),
      keys,
      addresses: { organisations: organisations.url },
      settings: { engine },
    });
  });

  afterAll(async () => {
    await gateway.stop();
    await organisations.stop();
  });

  test("a question is answered, with what it costs", async () => {
    expect(await gateway.query("{ organisations { name } }")).toEqual({
      status: 200,
      data: { organisations: [{ name: "甲单位" }] },
      extensions: { cost: { estimated: 5, max: 12_000 } },
    });
  });

  test("a subgraph that is down leaves a null and its code", async () => {
    const { data, errors } = await gateway.query("{ organisations { name needs { title } } }");
    expect(data).toEqual({ organisations: [{ name: "甲单位", needs: null }] });
    expect(errors).toMatchObject([{ path: ["organisations"], extensions: { code: "SUBGRAPH_DOWN" } }]);
  });

  test("a field that is not there is refused in Chinese, and strangers are given no hints", async () => {
    const { status, errors } = await gateway.query("{ organisation(id: 1) { nam } }");
    expect(status).toBe(400);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/没有.*nam/s) as string,
        extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
      },
    ]);
  });
});
