import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { resources } from "../subgraph.ts";

let served: TestSubgraph;
beforeAll(async () => {
  served = await startTestSubgraph(resources);
});
afterAll(() => served.stop());

test("anyone sees the catalogue: families with their leaves, by code", async () => {
  const { data } = await served.as({ role: "PUBLIC" }).query<{
    categories: { code: string; name: string; parent: object | null; children: { code: string }[] }[];
  }>(`{ categories { code name nameEn parent { code } children { code } } }`);
  const codes = data?.categories.map(({ code }) => code) ?? [];
  expect(codes).toEqual([...codes].sort());
  expect(data?.categories[0]).toEqual({
    code: "A",
    name: "场地设施",
    nameEn: "Venues",
    parent: null,
    children: ["A01", "A02", "A03", "A04", "A05", "A06", "A07"].map((code) => ({ code })),
  });
  expect(data?.categories.find(({ code }) => code === "A01")).toMatchObject({
    name: "会议室与培训室",
    parent: { code: "A" },
    children: [],
  });
});

test("a category of another subgraph's answer is found by its code, and an unknown one is nothing", async () => {
  const { data } = await served
    .as({ role: "PUBLIC" })
    .query(`query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Category { name } } }`, {
      keys: ["B03", "Z99"].map((code) => ({ __typename: "Category", code })),
    });
  expect(data).toEqual({ _entities: [{ name: "医疗义诊" }, null] });
});
