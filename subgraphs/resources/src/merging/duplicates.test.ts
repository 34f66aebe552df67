import { startCity, type City } from "../testing/city.ts";
import { countStatements } from "./testing/count-statements.ts";
import { COMMUNITY, FIRST, idsOf, merge, SECOND, sheetOf, type GivenNeed } from "./testing/given-needs.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
beforeEach(() => city.clear());

const HAIRCUT: GivenNeed = { unit: FIRST, number: "A1", quantity: 2 };
const SAME_SAID_OTHERWISE: GivenNeed = {
  unit: SECOND,
  number: "B1",
  title: "瘫在床上的老爷子要剪头发",
  description: "想请理发师傅上门",
  quantity: 1,
};

async function publish(...needs: GivenNeed[]): Promise<Record<string, string>> {
  const { report } = await city.secretariat().upload({ list: "needs", file: sheetOf(needs) });
  expect(report.counts.refused).toBe(0);
  return idsOf(city);
}

interface Page {
  nodes: {
    likeness: number;
    same: string[];
    different: string[];
    need: { externalId: string | null } | null;
  }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const PAGE = `nodes { likeness same different need { externalId } } pageInfo { hasNextPage endCursor }`;

async function duplicatesOf(id: string | undefined, args = ""): Promise<Page> {
  const { data, errors } = await city
    .clerkOf(SECOND)
    .query<{ need: { duplicates: Page } }>(
      `query ($id: ID!) { need(id: $id) { duplicates${args} { ${PAGE} } } }`,
      {
        id,
      },
    );
  expect(errors).toBeUndefined();
  if (!data) throw new Error("no data");
  return data.need.duplicates;
}

async function numbersLike(id: string | undefined): Promise<(string | null | undefined)[]> {
  return (await duplicatesOf(id)).nodes.map(({ need }) => need?.externalId);
}

describe("needs that probably ask for the same", () => {
  it("are found though they share no word, with what is the same and what differs", async () => {
    const { A1, B1 } = await publish(HAIRCUT, SAME_SAID_OTHERWISE, {
      ...HAIRCUT,
      number: "A2",
      title: "居民议事缺个会议室",
      description: "二十人，要投影",
    });

    const { nodes } = await duplicatesOf(A1);

    expect(nodes.map(({ need }) => need?.externalId)).toEqual(["B1"]);
    expect(nodes[0]?.likeness).toBeGreaterThanOrEqual(0.5);
    expect(nodes[0]?.same).toEqual(
      expect.arrayContaining(["都在城中社区", "都为老年人", "时段相交：2026-09-15至2026-11-30"]),
    );
    expect(nodes[0]?.different).toEqual([
      "名称：老人想在家里理发，瘫在床上的老爷子要剪头发",
      "数量：2人次，1人次",
      "由不同单位提出",
    ]);
    expect((await duplicatesOf(B1)).nodes[0]).toMatchObject({
      likeness: nodes[0]?.likeness,
      need: { externalId: "A1" },
    });
  });

  it.each([
    ["in another community", { area: "341881001003" }],
    ["for the whole city", { area: "全市" }],
    ["over before the other begins", { from: "2026-09-01", to: "2026-09-14" }],
    ["for other people", { audience: "商户" }],
  ])("are not those %s", async (_, change) => {
    const { A1 } = await publish(HAIRCUT, { ...SAME_SAID_OTHERWISE, ...change });
    expect(await numbersLike(A1)).toEqual([]);
  });

  it("are also those of the same unit, and are told apart by their dates", async () => {
    const { A1 } = await publish(HAIRCUT, { ...HAIRCUT, number: "A2", to: "2026-10-31" });
    const { nodes } = await duplicatesOf(A1);
    expect(nodes[0]).toMatchObject({ likeness: 1, need: { externalId: "A2" } });
    expect(nodes[0]?.same).toEqual(expect.arrayContaining(["名称相同", "同一单位提出"]));
    expect(nodes[0]?.different).toEqual(["时段：2026-09-15至2026-11-30，2026-09-15至2026-10-31"]);
  });
});

test("needs like one are no longer those that have been merged; the merged need is like a fourth", async () => {
  const { A1, B1, C1 } = await publish(HAIRCUT, SAME_SAID_OTHERWISE, {
    ...HAIRCUT,
    number: "C1",
    unit: SECOND,
  });
  const { id } = await merge(city.secretariat(), [A1, B1]);
  expect(await numbersLike(A1)).toEqual([]);
  expect(await numbersLike(C1)).toEqual([null]);
  expect(await numbersLike(id)).toEqual(["C1"]);
});

test("needs like one come in pages", async () => {
  const { A1 } = await publish(
    HAIRCUT,
    ...["A2", "A3", "A4"].map((number, i) => ({ ...HAIRCUT, number, quantity: i + 3 })),
  );
  const whole = await duplicatesOf(A1);
  const first = await duplicatesOf(A1, "(first: 2)");
  const second = await duplicatesOf(A1, `(first: 2, after: "${first.pageInfo.endCursor ?? ""}")`);
  expect([...first.nodes, ...second.nodes]).toEqual(whole.nodes);
  expect([first, second].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, false]);
});

test("needs like one are read for many needs with as many statements as for one", async () => {
  const titles = ["老人想在家里理发", "居民议事缺个会议室", "楼道灯坏了没人修", "孩子放学没人接"];
  await publish(
    ...titles.flatMap((title, i) =>
      [1, 2].map((n) => ({ ...HAIRCUT, number: `${i}-${n}`, title, description: "", quantity: n })),
    ),
  );
  const read = (first: number): Promise<number> =>
    countStatements(city, () =>
      city
        .secretariat()
        .query(`{ needs(first: ${first}) { nodes { duplicates { nodes { likeness need { id } } } } } }`),
    );
  await read(1);
  const one = await read(1);
  expect(await read(8)).toBe(one);
  expect(one).toBeLessThanOrEqual(6);
});

interface Groups {
  nodes: { need: { externalId: string }; duplicates: { need: { externalId: string } }[] }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function groups(
  area: string,
  args = "",
  role: "SECRETARIAT" | "PUBLIC" = "SECRETARIAT",
): Promise<Groups> {
  const { data, errors } = await city.as({ role }).query<{ _entities: { duplicateNeeds: Groups }[] }>(
    `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Committee {
       duplicateNeeds${args} {
         nodes { need { externalId } duplicates { need { externalId } } } pageInfo { hasNextPage endCursor }
       } } } }`,
    {
      keys: [
        {
          __typename: "Committee",
          id: "00000000-0000-7000-8000-000000000000",
          area: { __typename: "Area", code: area },
          seatedUnitIds: [],
        },
      ],
    },
  );
  const found = data?._entities[0]?.duplicateNeeds;
  if (!found) throw new Error(JSON.stringify(errors));
  return found;
}

const numbersIn = ({ nodes }: Groups): string[][] =>
  nodes.map(({ need, duplicates }) =>
    [need, ...duplicates.map((row) => row.need)].map((row) => row.externalId).sort(),
  );

describe("what a committee sees of them", () => {
  beforeEach(async () => {
    await publish(
      HAIRCUT,
      { ...HAIRCUT, number: "M1", title: "居民议事缺个会议室", description: "" },
      SAME_SAID_OTHERWISE,
      { ...HAIRCUT, number: "M2", title: "想借个会议室开居民议事会", description: "" },
      { ...HAIRCUT, number: "L1", title: "楼道灯坏了没人修", description: "" },
      { ...HAIRCUT, number: "X1", area: "341881001003" },
      { ...HAIRCUT, number: "X2", area: "341881001003", quantity: 9 },
    );
  });

  it("is groups of them, one community apart from the other", async () => {
    expect(numbersIn(await groups("341881001"))).toEqual([
      ["A1", "B1"],
      ["M1", "M2"],
      ["X1", "X2"],
    ]);
    expect(numbersIn(await groups(COMMUNITY))).toEqual([
      ["A1", "B1"],
      ["M1", "M2"],
    ]);
  });

  it("comes in pages", async () => {
    const first = await groups("341881001", "(first: 2)");
    const second = await groups("341881001", `(first: 2, after: "${first.pageInfo.endCursor ?? ""}")`);
    expect([...numbersIn(first), ...numbersIn(second)]).toEqual(numbersIn(await groups("341881001")));
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  it("is not for the public", async () => {
    await expect(groups("341881001", "", "PUBLIC")).rejects.toThrow("FORBIDDEN");
  });
});

test("of more needs than one page looks through every group is found by reading on", async () => {
  const titles = ["老人想在家里理发", "居民议事缺个会议室", "楼道灯坏了没人修", "孩子放学没人接"];
  const needs = Array.from({ length: 260 }, (_, i) => ({
    ...HAIRCUT,
    number: `N${String(i).padStart(3, "0")}`,
    title: i < 4 || i >= 256 ? (titles[i % 4] ?? "") : "缺一副羽毛球拍",
    description: "",
    // Needed on days of their own, but for the four pairs.
    ...(i < 4 || i >= 256 ? {} : { from: dayOf(i), to: dayOf(i) }),
  }));
  await publish(...needs);
  const found: string[][] = [];
  let after = "";
  for (let pages = 0; pages < 5; pages += 1) {
    const page = await groups("341881001", after);
    found.push(...numbersIn(page));
    if (!page.pageInfo.hasNextPage) break;
    after = `(after: "${page.pageInfo.endCursor ?? ""}")`;
  }
  expect(found).toEqual([0, 1, 2, 3].map((i) => [`N00${i}`, `N${256 + i}`]));
});

function dayOf(i: number): string {
  return new Date(Date.UTC(2027, 0, i)).toISOString().slice(0, 10);
}
