import { clockOf } from "@gongjian/shared/clock";
import { newId } from "@gongjian/shared/id";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { resources } from "../subgraph.ts";
import { arrangeNeed, arrangeResource, arrangeUnits, type ArrangedUnits } from "./testing/arrange.ts";

interface CandidateNode {
  score: number;
  need: { id: string };
  supply: { __typename: string; id: string; title?: string };
  parts: { name: string; weight: number; value: number; points: number }[];
  reasons: string[];
  gates: { code: string; passed: boolean; message: string; change: string | null }[];
}
interface Page {
  nodes: CandidateNode[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

const CANDIDATE = `
  score need { id } parts { name weight value points } reasons gates { code passed message change }
  supply { __typename ... on Resource { id title } ... on VolunteerService { id } ... on MerchantOffer { id } }`;
const CANDIDATES = `query ($id: ID!, $first: Int, $after: String, $includeFailed: Boolean) {
  need(id: $id) {
    candidates(first: $first, after: $after, includeFailed: $includeFailed) {
      nodes { ${CANDIDATE} } pageInfo { hasNextPage endCursor }
    }
    whyNot { code count message change examples { __typename ... on Resource { id } } }
  }
}`;

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

async function askFor(
  id: string,
  variables: object = {},
): Promise<{ candidates: Page; whyNot: { code: string }[] }> {
  const { data, errors } = await served
    .as({ role: "SECRETARIAT" })
    .query<{ need: { candidates: Page; whyNot: { code: string }[] } }>(CANDIDATES, { id, ...variables });
  expect(errors).toBeUndefined();
  if (!data) throw new Error("no data");
  return data.need;
}

const offer = (change: object = {}): object => ({
  externalId: "O1",
  ownerUnitId: null,
  ownerName: "城东药房",
  title: "轮椅借用",
  description: "门店可借",
  category: "C04",
  quantity: 3,
  unitOfMeasure: "辆",
  coverageAreaCode: "341881001",
  audience: ["老年人"],
  validFrom: null,
  validTo: null,
  schedule: "每天",
  minNoticeDays: 0,
  qualification: null,
  cost: "FREE",
  eligibility: null,
  state: "PUBLISHED",
  ...change,
});
const announce = async (id: string, state: object, version = 1): Promise<void> => {
  const answer = await served.deliver([
    { type: "supply.changed", aggregate: id, version, state: { id, ...state } as never },
  ]);
  expect(answer.status).toBe(200);
};

describe("which supply meets a need", () => {
  it("ranks what units, volunteers and merchants offer in one list", async () => {
    const need = await arrangeNeed(served.db, units.asking);
    const resource = await arrangeResource(served.db, units.offering);
    const [service, discount] = [newId(), newId()];
    await announce(service, offer({ kind: "VOLUNTEER_SERVICE", coverageAreaCode: "341881001002" }));
    await announce(discount, offer({ kind: "MERCHANT_OFFER", schedule: "周一" }));

    const { candidates } = await askFor(need);

    const scores = candidates.nodes.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(candidates.nodes.map(({ supply }) => supply)).toEqual(
      expect.arrayContaining([
        { __typename: "VolunteerService", id: service },
        { __typename: "MerchantOffer", id: discount },
        { __typename: "Resource", id: resource, title: "轮椅外借" },
      ]),
    );
    expect(candidates.nodes.every((node) => node.need.id === need)).toBe(true);
  });

  it("shows how the score came about, in numbers and in sentences", async () => {
    const need = await arrangeNeed(served.db, units.asking);
    await arrangeResource(served.db, units.offering);

    const [node] = (await askFor(need)).candidates.nodes;

    const sum = (node?.parts ?? []).reduce((total, part) => total + part.points, 0);
    expect(Math.abs(sum - (node?.score ?? 0))).toBeLessThan(1e-9);
    expect(node?.reasons).toContain("两边说的都是“轮椅外借”");
    expect(node?.gates.map((gate) => [gate.code, gate.passed])).toContainEqual(["OUT_OF_AREA", true]);
  });

  it("hides what fails, unless asked for it, and says why nothing is left", async () => {
    const need = await arrangeNeed(served.db, units.asking);
    const elsewhere = await arrangeResource(served.db, units.offering, {
      coverageAreaCode: "341881001003",
    });

    const shown = await askFor(need);
    const all = await askFor(need, { includeFailed: true });

    expect(shown.candidates.nodes).toEqual([]);
    expect(shown.whyNot).toEqual([
      {
        code: "OUT_OF_AREA",
        count: 1,
        message: "只服务北门社区，需求在十字街社区。",
        change: "把服务区域扩大到西津街道。",
        examples: [{ __typename: "Resource", id: elsewhere }],
      },
    ]);
    expect(all.candidates.nodes[0]?.gates).toContainEqual({
      code: "OUT_OF_AREA",
      passed: false,
      message: "只服务北门社区，需求在十字街社区。",
      change: "把服务区域扩大到西津街道。",
    });
  });
});

describe("a list of candidates", () => {
  it("forgets an offer that was taken back", async () => {
    const need = await arrangeNeed(served.db, units.asking);
    const id = newId();
    await announce(id, offer({ kind: "MERCHANT_OFFER" }));
    expect((await askFor(need)).candidates.nodes).toHaveLength(1);

    await announce(id, offer({ kind: "MERCHANT_OFFER", state: "WITHDRAWN" }), 2);

    expect((await askFor(need, { includeFailed: true })).candidates.nodes).toEqual([]);
  });

  it("pages through candidates without losing or repeating one", async () => {
    const need = await arrangeNeed(served.db, units.asking);
    for (let index = 0; index < 5; index++) await arrangeResource(served.db, units.offering);
    const whole = await askFor(need, { first: 5 });

    const first = await askFor(need, { first: 3 });
    const second = await askFor(need, { first: 3, after: first.candidates.pageInfo.endCursor });

    expect([...first.candidates.nodes, ...second.candidates.nodes]).toEqual(whole.candidates.nodes);
    expect(first.candidates.pageInfo.hasNextPage).toBe(true);
    expect(second.candidates.pageInfo.hasNextPage).toBe(false);
  });
});

describe("who may see matches", () => {
  it("shows a unit who wants its resource", async () => {
    const need = await arrangeNeed(served.db, units.asking);
    await arrangeNeed(served.db, units.asking, { category: "E05", title: "想看场电影", description: "" });
    const resource = await arrangeResource(served.db, units.offering);

    const { data, errors } = await served
      .as({ role: "UNIT_CLERK", unitId: units.offering })
      .query<{ resource: { wantedBy: Page } }>(
        `query ($id: ID!) { resource(id: $id) { wantedBy { nodes { ${CANDIDATE} } } } }`,
        { id: resource },
      );

    expect(errors).toBeUndefined();
    expect(data?.resource.wantedBy.nodes.map((node) => [node.need.id, node.supply.id])).toEqual([
      [need, resource],
    ]);
  });

  it.each([
    ["more than a page may hold", { first: 101 }, "SECRETARIAT", "BAD_USER_INPUT"],
    ["a cursor that is not ours", { after: "?" }, "SECRETARIAT", "BAD_USER_INPUT"],
    ["the public, who may not see matches", {}, "PUBLIC", "FORBIDDEN"],
  ] as const)("refuses %s", async (_, variables, role, code) => {
    const id = await arrangeNeed(served.db, units.asking);

    const { errors } = await served.as({ role }).query(CANDIDATES, { id, ...variables });

    expect(errors?.[0]?.extensions).toMatchObject({ code });
  });
});
