import { createKeys, startGateway } from "@gongjian/gateway/testing/start-gateway";
import { smallSupergraph } from "@gongjian/gateway/testing/small-supergraph";
import { loseSubgraph, type LossTally } from "./resilience/lose-subgraph.ts";
import { SubgraphProcess } from "./resilience/subgraph-process.ts";

test.each(["organisations", "resources"] as const)("%s killed: the rest is served as ever", async (lost) => {
  const tally = await loseSubgraph(lost, "killed");
  expectRestServed(tally);
  expect(tally.codes).toEqual(["SUBGRAPH_DOWN"]);
  expect(tally.slowestMs).toBeLessThan(500);
});

test.each(["organisations", "resources"] as const)("%s frozen: the rest is served as ever", async (lost) => {
  const tally = await loseSubgraph(lost, "frozen");
  expectRestServed(tally);
  expect(tally.codes.toSorted()).toEqual(["SUBGRAPH_DOWN", "SUBGRAPH_TIMEOUT"]);
  expect(tally.slowestMs).toBeLessThan(3_200);
  // As soon as the breaker knows, nobody waits but the one call that tries.
  expect(tally.quickShare).toBeGreaterThan(0.05);
});

function expectRestServed(tally: LossTally): void {
  expect(tally.others).toBeGreaterThan(100);
  expect(tally.othersFailed).toBe(0);
  expect(tally.partial).toBeGreaterThan(50);
  expect(tally.wrong).toEqual([]);
  expect(tally.recoveredMs).toBeLessThan(5_000);
}

test("a gateway starts while a subgraph is down, and serves it when it comes", async () => {
  const keys = createKeys();
  const resources = await SubgraphProcess.create("resources", keys);
  const gateway = await startGateway({
    supergraphSdl: smallSupergraph(),
    keys,
    addresses: { resources: resources.url },
  });
  try {
    expect(await gateway.query("{ needs { title } }")).toMatchObject({
      data: { needs: null },
      errors: [{ path: ["needs"], extensions: { code: "SUBGRAPH_DOWN" } }],
    });
    await resources.start();
    expect(await gateway.query("{ needs { title } }")).toMatchObject({
      data: { needs: [{ title: "借会议室" }] },
    });
  } finally {
    await Promise.all([gateway.stop(), resources.kill()]);
  }
});
