import { arrangeNeed, arrangeResource } from "../testing/arrange.ts";
import { BUILT_IN_POLICIES } from "./policy.ts";
import { BUILT_IN, COUNTY, policyInput, setPolicy, weightsWith, withdrawPolicy } from "./testing/policies.ts";
import { LATER, startPolicyCounty, TODAY, TOMORROW, type PolicyCounty } from "./testing/policy-county.ts";

let county: PolicyCounty;
beforeAll(async () => {
  county = await startPolicyCounty();
});
afterAll(() => county.stop());
beforeEach(() => county.clear());

async function inForceOn(on: string, areaCode = COUNTY): Promise<number | null> {
  const { data } = await county.head.query<{ matchPolicy: { version: number } | null }>(
    `query ($areaCode: ID!, $on: LocalDate) { matchPolicy(areaCode: $areaCode, on: $on) { version } }`,
    { areaCode, on },
  );
  return data?.matchPolicy?.version ?? null;
}

/** The county's own versions and the latest built-in one: number, state, by when another holds. */
async function versions(): Promise<[number, string, string | null][]> {
  const { data } = await county.head.query<{
    matchPolicies: { nodes: { version: number; state: string; replacedFrom: string | null }[] };
  }>(`{ matchPolicies(areaCode: "341881001002") { nodes { version state replacedFrom } } }`);
  const nodes = data?.matchPolicies.nodes.filter(({ version }) => version >= BUILT_IN.version) ?? [];
  return nodes.map(({ version, state, replacedFrom }) => [version, state, replacedFrom]);
}

test("the policy that counts is the built-in one where the county has none, as the code has it", async () => {
  expect(await inForceOn(TODAY)).toBe(BUILT_IN.version);
  expect(await inForceOn("2020-01-01")).toBeNull();
  expect(await inForceOn(TODAY, "999999")).toBeNull();
  const rows = await county.db.query<object[]>(
    `select version, weights, min_score as "minScore" from match_policy where county_code = '' order by version`,
  );
  expect(rows).toEqual(BUILT_IN_POLICIES);
});

test("the policy that counts is the county's own from its first day on, for needs and resources alike", async () => {
  const need = await arrangeNeed(county.db, county.units.asking);
  const resource = await arrangeResource(county.db, county.units.offering);
  const before = await county.candidatesOf(need);
  expect(before).toMatchObject({ policyVersion: BUILT_IN.version, nodes: [{}] });
  const weights = weightsWith({ category: 0.2, text: 0.25 });

  const { answer } = await setPolicy(
    county.head,
    policyInput({ weights, minScore: 0.1, effectiveFrom: TOMORROW }),
  );

  expect(answer?.policy).toEqual({ version: 101, state: "FUTURE", minScore: 0.1 });
  expect(await county.candidatesOf(need)).toEqual(before);
  county.today = TOMORROW;
  const after = await county.candidatesOf(need);
  expect(after.policyVersion).toBe(101);
  expect(after.nodes[0]?.score).not.toBe(before.nodes[0]?.score);
  expect(await county.wantedBy(resource)).toEqual(after);
});

test("a new minimum score hides at once what stays below it", async () => {
  const need = await arrangeNeed(county.db, county.units.asking);
  await arrangeResource(county.db, county.units.offering);
  await setPolicy(county.head, policyInput({ minScore: 1 }));
  expect(await county.candidatesOf(need)).toEqual({ policyVersion: 101, nodes: [] });
});

test("a county's policy leaves other counties to theirs", async () => {
  await county.db.query(
    `insert into area (code, parent_code, level, name, version) values ('341882', null, 'COUNTY', '邻市', 1)
     on conflict do nothing`,
  );
  const need = await arrangeNeed(county.db, county.units.asking, { areaCode: "341882" });
  await setPolicy(county.head, policyInput());
  expect((await county.candidatesOf(need)).policyVersion).toBe(BUILT_IN.version);
  expect(await inForceOn(TODAY, "341882")).toBe(BUILT_IN.version);
  expect(await inForceOn(TODAY, "341881001002")).toBe(101);
});

test("the policy that counts is the newer of two with one day, and one decided for later still comes", async () => {
  await setPolicy(county.head, policyInput({ effectiveFrom: LATER }));
  await setPolicy(county.head, policyInput({ effectiveFrom: TOMORROW }));
  await setPolicy(county.head, policyInput({ effectiveFrom: TOMORROW }));
  expect([await inForceOn(TODAY), await inForceOn(TOMORROW), await inForceOn(LATER)]).toEqual([
    BUILT_IN.version,
    103,
    101,
  ]);
  expect(await versions()).toEqual([
    [103, "FUTURE", LATER],
    [102, "REPLACED", TOMORROW],
    [101, "FUTURE", null],
    [BUILT_IN.version, "IN_FORCE", TOMORROW],
  ]);
  county.today = LATER;
  expect((await versions()).map(([, state]) => state)).toEqual([
    "REPLACED",
    "REPLACED",
    "IN_FORCE",
    "REPLACED",
  ]);
});

test("a policy can be taken back before the day comes, and stays on record", async () => {
  await setPolicy(county.head, policyInput({ effectiveFrom: TOMORROW }));
  const { answer } = await withdrawPolicy(county.head, 101, { idempotencyKey: "back" });
  expect(answer?.policy).toMatchObject({ version: 101, state: "WITHDRAWN" });
  expect(await inForceOn(TOMORROW)).toBe(BUILT_IN.version);
  expect(await versions()).toEqual([
    [101, "WITHDRAWN", null],
    [BUILT_IN.version, "IN_FORCE", null],
  ]);
  expect((await withdrawPolicy(county.head, 101, { idempotencyKey: "back" })).answer).toEqual(answer);
  expect((await withdrawPolicy(county.head, 101)).answer).toMatchObject({ code: "ALREADY_WITHDRAWN" });
});
