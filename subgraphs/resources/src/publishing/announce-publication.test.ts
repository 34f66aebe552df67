import { asSystem } from "@gongjian/shared/database/viewer-transaction";
import { newId } from "@gongjian/shared/id";
import { emptyQueue, waitingDeliveries } from "@gongjian/shared/testing/job-queue";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { resources } from "../subgraph.ts";
import { announcePublication } from "./announce-publication.ts";

const [FIRST, SECOND] = [newId(), newId()];
const news = {
  publicationId: newId(),
  list: "needs" as const,
  unitIds: [FIRST, SECOND, FIRST],
  counts: { new: 0, changed: 0, unchanged: 12, withdrawn: 0 },
  publishedAt: new Date("2026-06-12T02:00:00Z"),
};

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(resources);
});

afterAll(() => subgraph.stop());

beforeEach(() => emptyQueue(subgraph.jobsUrl));

test("organisations are told once of each unit that a publication names, also when nothing changed", async () => {
  await asSystem(subgraph.appDb, (tx) => announcePublication(tx, news));
  const [delivery, ...others] = await waitingDeliveries(subgraph.jobsUrl);
  expect(others).toEqual([]);
  expect(delivery?.subscriber).toBe("organisations");
  expect(delivery?.events).toHaveLength(2);
  expect(delivery?.events.map(({ state }) => state)).toEqual(
    [FIRST, SECOND].map((unitId) => ({
      unitId,
      list: "needs",
      publicationId: news.publicationId,
      counts: news.counts,
      publishedAt: "2026-06-12T02:00:00.000Z",
    })),
  );
  expect(new Set(delivery?.events.map(({ aggregate }) => aggregate)).size).toBe(2);
});

test("a publication that is rolled back is not announced", async () => {
  const publishing = asSystem(subgraph.appDb, async (tx) => {
    await announcePublication(tx, news);
    throw new Error("rolled back");
  });
  await expect(publishing).rejects.toThrow("rolled back");
  expect(await waitingDeliveries(subgraph.jobsUrl)).toEqual([]);
});
