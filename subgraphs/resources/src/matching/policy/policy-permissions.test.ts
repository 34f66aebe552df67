import type { Operation } from "@gongjian/shared/contracts/permissions";
import type { TestCaller } from "@gongjian/shared/testing/subgraph";
import { viewersAt } from "@gongjian/shared/testing/viewers";
import { may } from "@gongjian/shared/viewer";
import { NANSHAN, startCity, type City } from "../../testing/city.ts";
import { COUNTY, policyInput, setPolicy, weightsWith, withdrawPolicy } from "./testing/policies.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());

type Call = (caller: TestCaller) => Promise<boolean>;

const CALLS: readonly (readonly [Operation, string, Call])[] = [
  [
    "candidate.read",
    "reading policies",
    (caller) =>
      gives(
        caller,
        `{ matchPolicy(areaCode: "${COUNTY}") { version } matchPolicies(areaCode: "${COUNTY}") { nodes { version } } }`,
      ),
  ],
  [
    "matchPolicy.set",
    "deciding a policy",
    async (caller) => {
      const { answer, code } = await setPolicy(caller, policyInput({ effectiveFrom: "2026-12-01" }));
      if (code !== undefined) expect(code).toBe("FORBIDDEN");
      return answer?.policy?.version === 102;
    },
  ],
  [
    "matchPolicy.set",
    "taking a policy back",
    async (caller) => {
      const { answer, code } = await withdrawPolicy(caller, 101);
      if (code !== undefined) expect(code).toBe("FORBIDDEN");
      return answer?.policy?.state === "WITHDRAWN";
    },
  ],
  [
    "matchPolicy.preview",
    "trying a policy",
    (caller) =>
      gives(
        caller,
        `query ($weights: MatchWeightsInput!) {
           previewMatchPolicy(input: { areaCode: "${COUNTY}", weights: $weights, minScore: 0.5 }) { __typename } }`,
        { weights: weightsWith() },
      ),
  ],
];

test.each(CALLS)("%s: %s is for those alone whom the table names", async (operation, _, call) => {
  const wrong: object[] = [];
  for (const viewer of viewersAt({
    unitIds: [city.unit("康禾医院")],
    areaCodes: [COUNTY, NANSHAN, "341882"],
  })) {
    await city.db.query("delete from match_policy where county_code <> ''");
    await setPolicy(city.as({ role: "ADMIN" }), policyInput({ effectiveFrom: "2026-12-01" }));
    const before = await stored();
    const allowed = await call(city.as(viewer));
    const expected = may(viewer, operation, { areaCode: COUNTY });
    if (allowed !== expected) wrong.push({ viewer, allowed, expected });
    if (!allowed && (await stored()) !== before) wrong.push({ viewer, wrote: true });
  }
  expect(wrong).toEqual([]);
});

async function gives(
  caller: TestCaller,
  document: string,
  variables: Record<string, unknown> = {},
): Promise<boolean> {
  const { errors } = await caller.query(document, variables);
  for (const { extensions } of errors ?? []) expect(extensions).toEqual({ code: "FORBIDDEN" });
  return errors === undefined;
}

async function stored(): Promise<string> {
  return JSON.stringify(await city.db.query("select * from match_policy order by county_code, version"));
}
