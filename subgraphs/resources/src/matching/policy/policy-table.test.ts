import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import type { Viewer } from "@gongjian/shared/viewer";
import { BUILT_IN, COUNTY, REASON, weightsWith } from "./testing/policies.ts";
import { HEAD, startPolicyCounty, TODAY, type PolicyCounty } from "./testing/policy-county.ts";

let county: PolicyCounty;
beforeAll(async () => {
  county = await startPolicyCounty();
});
afterAll(() => county.stop());
beforeEach(() => county.clear());

const insert = (change: { county?: string; weights?: object; from?: string } = {}): string =>
  `insert into match_policy (county_code, version, weights, min_score, effective_from, reason, set_at, set_by, set_by_role)
   values ('${change.county ?? COUNTY}', 101, '${JSON.stringify(change.weights ?? BUILT_IN.weights)}', 0.5,
     '${change.from ?? TODAY}', '${REASON}', '2026-09-01T04:00:00Z', 'x', 'COMMITTEE_HEAD')`;
const written = (viewer: Viewer, sql: string): Promise<unknown> =>
  asViewer(county.appDb, viewer, (tx) => tx.query(sql));

test.each([
  ["another county", HEAD, insert({ county: "341882" }), /row-level security/],
  ["the built-in ones", HEAD, insert({ county: "" }), /row-level security/],
  ["a secretariat", { ...HEAD, role: "SECRETARIAT" }, insert(), /row-level security/],
  ["a street's head", { ...HEAD, areaCode: "341881001" }, insert(), /row-level security/],
  ["uneven weights", HEAD, insert({ weights: weightsWith({ text: 0.16 }) }), /weights_add_up/],
  ["a missing weight", HEAD, insert({ weights: { category: 1 } }), /weights_add_up/],
  ["a past day", HEAD, insert({ from: "2026-08-31" }), /not_backdated/],
  ["a change", HEAD, "update match_policy set min_score = 0", /permission denied/],
  ["a removal", HEAD, "delete from match_policy", /permission denied/],
] as const)("keeps out %s", async (_, viewer, sql, refusal) => {
  const before = await county.stored();
  await expect(written(viewer, sql)).rejects.toThrow(refusal);
  expect(await county.stored()).toEqual(before);
});

test("the table alone takes back nothing whose day has come", async () => {
  await written(HEAD, insert());
  const back = `update match_policy set withdrawn_at = '2026-09-01T05:00:00Z', withdrawn_by = 'x',
    withdrawn_by_role = 'x' where county_code = '${COUNTY}'`;
  await expect(written(HEAD, back)).rejects.toThrow(/withdrawn_in_time/);
});
