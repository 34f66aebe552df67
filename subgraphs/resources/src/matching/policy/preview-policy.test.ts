import { arrangeNeed, arrangeResource } from "../testing/arrange.ts";
import { BUILT_IN, COUNTY, policyInput, setPolicy, weightsWith } from "./testing/policies.ts";
import { NODE, startPolicyCounty, TODAY, type Node, type PolicyCounty } from "./testing/policy-county.ts";

let county: PolicyCounty;
beforeAll(async () => {
  county = await startPolicyCounty();
});
afterAll(() => county.stop());
beforeEach(() => county.clear());

const PREVIEW = `query ($input: PreviewMatchPolicyInput!) { previewMatchPolicy(input: $input) {
  ... on UserError { code }
  ... on MatchPolicyPreview { needs ofNeeds otherFirst gained lost
    changes { effect need { id } before { ${NODE} } after { ${NODE} } } } } }`;

interface Preview {
  readonly changes: {
    readonly effect: string;
    readonly need: { readonly id: string };
    readonly before: Node | null;
    readonly after: Node | null;
  }[];
}

async function preview(change: object): Promise<Preview> {
  const input = { areaCode: COUNTY, weights: weightsWith(), minScore: BUILT_IN.minScore, ...change };
  const { data, errors } = await county.head.query<{ previewMatchPolicy: Preview }>(PREVIEW, { input });
  expect(errors).toBeUndefined();
  if (!data) throw new Error("no data");
  return data.previewMatchPolicy;
}

test("trying a policy says beforehand what it would change, and writes nothing", async () => {
  const need = await arrangeNeed(county.db, county.units.asking);
  await arrangeNeed(county.db, county.units.asking, {
    category: "E05",
    title: "想看场电影",
    description: "",
  });
  const near = await arrangeResource(county.db, county.units.offering, { coverageAreaCode: "341881001002" });
  const fresh = await arrangeResource(county.db, county.units.offering, { confirmedOn: TODAY });
  const before = await county.stored();
  const [first] = (await county.candidatesOf(need)).nodes;
  expect(first?.supply.id).toBe(near);

  expect(await preview({})).toEqual({
    needs: 2,
    ofNeeds: 2,
    otherFirst: 0,
    gained: 0,
    lost: 0,
    changes: [],
  });
  const weights = weightsWith({ place: 0, freshness: 0.2 });
  const tried = await preview({ weights });

  expect(tried).toMatchObject({
    otherFirst: 1,
    changes: [{ effect: "OTHER_FIRST", need: { id: need }, before: first, after: { supply: { id: fresh } } }],
  });
  expect(await preview({ minScore: 1 })).toMatchObject({
    lost: 1,
    changes: [{ effect: "LOST", before: first, after: null }],
  });
  expect(await county.stored()).toEqual(before);
  await setPolicy(county.head, policyInput({ weights, minScore: BUILT_IN.minScore }));
  expect((await county.candidatesOf(need)).nodes[0]).toEqual(tried.changes[0]?.after);
});

test("trying a policy counts needs that gain a candidate", async () => {
  const need = await arrangeNeed(county.db, county.units.asking);
  await arrangeResource(county.db, county.units.offering);
  await setPolicy(county.head, policyInput({ minScore: 1 }));
  expect(await preview({})).toMatchObject({
    needs: 1,
    gained: 1,
    changes: [{ effect: "GAINED", need: { id: need }, before: null }],
  });
});

test("trying a policy refuses weights that do not add up", async () => {
  expect(await preview({ weights: weightsWith({ text: 0 }) })).toMatchObject({ code: "WEIGHTS_NOT_ONE" });
});
