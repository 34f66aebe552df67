import { clockOf } from "@gongjian/shared/clock";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { resources } from "../subgraph.ts";
import { arrangeNeed, arrangeResource, arrangeUnits, type ArrangedUnits } from "./testing/arrange.ts";

let served: TestSubgraph;
let units: ArrangedUnits;

beforeAll(async () => {
  served = await startTestSubgraph(
    resources,
    clockOf(() => new Date("2026-09-01T04:00:00Z")),
  );
  units = await arrangeUnits(served.db);
});
afterAll(() => served.stop());
beforeEach(() => served.db.query("truncate need, resource, supply cascade"));

interface Answer {
  nearby: { supply: { id: string }; gates: { code: string; passed: boolean }[] }[];
  candidates: { nodes: { supply: { id: string } }[] };
  bundles: {
    kind: string;
    covers: number;
    summary: string;
    parts: { thing: string | null; amount: number | null; candidate: { supply: { id: string } } }[];
  }[];
  meaning: {
    categories: { code: string; name: string; confidence: number }[];
    isCategoryDoubted: boolean;
    concepts: { name: string; isSaid: boolean }[];
    licences: string[];
    audiences: string[];
  };
}

async function ask(id: string): Promise<Answer> {
  const { data, errors } = await served.as({ role: "SECRETARIAT" }).query<{ need: Answer }>(
    `query ($id: ID!) { need(id: $id) {
      nearby { supply { ... on Resource { id } } gates { code passed } }
      candidates { nodes { supply { ... on Resource { id } } } }
      bundles { kind covers summary parts { thing amount candidate { supply { ... on Resource { id } } } } }
      meaning { categories { code name confidence } isCategoryDoubted concepts { name isSaid } licences audiences }
    } }`,
    { id },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.need;
}

test("what is only near is suggested and marked, never offered as a match", async () => {
  const need = await arrangeNeed(served.db, units.asking, {
    category: "A03",
    title: "打羽毛球的场地",
    description: "",
    audience: ["全体居民"],
  });
  const track = await arrangeResource(served.db, units.offering, {
    category: "A03",
    title: "田径场跑道开放",
    description: "清早",
    audience: ["全体居民"],
  });
  const { nearby, candidates } = await ask(need);
  const shown = candidates.nodes.map(({ supply }) => supply.id);
  expect([...shown, ...nearby.map(({ supply }) => supply.id)]).toEqual([track]);
});

test("a room and a projector come as a bundle where nobody has both", async () => {
  const need = await arrangeNeed(served.db, units.asking, {
    category: null,
    title: "会议室和投影仪",
    description: "",
    quantity: null,
    audience: ["成员单位"],
  });
  const own = { audience: ["成员单位"], quantity: null };
  const room = await arrangeResource(served.db, units.offering, {
    ...own,
    category: "A01",
    title: "会议室",
    description: "",
  });
  const projector = await arrangeResource(served.db, units.offering, {
    ...own,
    category: "C01",
    title: "投影仪外借",
    description: "",
  });
  const { bundles } = await ask(need);
  expect(bundles).toEqual([
    expect.objectContaining({
      kind: "THINGS",
      covers: 1,
      summary: expect.stringMatching(/会议室.*投影/) as string,
    }),
  ]);
  expect(bundles[0]?.parts.map(({ candidate }) => candidate.supply.id).sort()).toEqual(
    [room, projector].sort(),
  );
});

test("chairs of two units come as a bundle where no unit has enough", async () => {
  const chairs = {
    category: "C05",
    title: "折叠椅外借",
    description: "",
    unitOfMeasure: "把",
    audience: ["成员单位"],
  };
  const need = await arrangeNeed(served.db, units.asking, {
    ...chairs,
    title: "开大会缺折叠椅",
    quantity: 120,
  });
  const [many, few] = [
    await arrangeResource(served.db, units.offering, { ...chairs, quantity: 80 }),
    await arrangeResource(served.db, units.offering, { ...chairs, title: "折叠椅", quantity: 60 }),
  ];
  const [bundle] = (await ask(need)).bundles;
  expect(bundle).toMatchObject({ kind: "QUANTITY", covers: 1 });
  expect(bundle?.parts.map(({ amount }) => amount).sort()).toEqual([40, 80]);
  expect(bundle?.parts.map(({ candidate }) => candidate.supply.id).sort()).toEqual([many, few].sort());
});

test("how a need was understood can be looked up: category with confidence, things, licences, groups", async () => {
  const need = await arrangeNeed(served.db, units.asking, {
    category: "D01",
    title: "老人腿摔了想借轮椅",
    description: "出院后用，要有康复师证的人教着用",
  });
  const { meaning } = await ask(need);
  expect(meaning.categories[0]).toMatchObject({ code: "C04", name: "医疗辅具" });
  expect(meaning.categories[0]?.confidence).toBeGreaterThan(0.5);
  expect(meaning).toMatchObject({ isCategoryDoubted: true, licences: ["康复师"] });
  expect(meaning.concepts).toContainEqual({ name: "轮椅外借", isSaid: true });
  expect(meaning.audiences).toContain("老年人");
});
