import { downAndUpAgain, pendingSchemaChanges } from "@gongjian/shared/testing/migrations";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { organisations } from "../subgraph.ts";

let served: TestSubgraph;

beforeAll(async () => {
  served = await startTestSubgraph(organisations);
});
afterAll(() => served.stop());

test("the rows say what the migrations made", async () => {
  expect(await pendingSchemaChanges(served.db)).toEqual([]);
});

test("every migration can be taken back and made again", async () => {
  const { before, undone, again } = await downAndUpAgain(served.db);
  expect(before).not.toEqual([]);
  expect(undone).toEqual([]);
  expect(again).toEqual(before);
});
