import { COUNTY, policyInput, setPolicy, weightsWith, withdrawPolicy } from "./testing/policies.ts";
import { LATER, startPolicyCounty, TODAY, type PolicyCounty } from "./testing/policy-county.ts";

let county: PolicyCounty;
beforeAll(async () => {
  county = await startPolicyCounty();
});
afterAll(() => county.stop());
beforeEach(() => county.clear());

test("what was decided cannot be taken back once it is in force; the built-in one never", async () => {
  await setPolicy(county.head, policyInput());
  const before = await county.stored();
  expect((await withdrawPolicy(county.head, 101)).answer).toMatchObject({ code: "POLICY_IN_FORCE" });
  expect((await withdrawPolicy(county.head, 1)).code).toBe("NOT_FOUND");
  expect(await county.stored()).toEqual(before);
});

test.each([
  [
    "weights that do not add up",
    { weights: weightsWith({ text: 0.16 }) },
    { code: "WEIGHTS_NOT_ONE", sum: 1.01 },
  ],
  ["a day that is past", { effectiveFrom: "2026-08-31" }, { code: "EFFECTIVE_IN_PAST", earliest: TODAY }],
])("deciding refuses %s, and writes nothing", async (_, change, refusal) => {
  const before = await county.stored();
  const { answer } = await setPolicy(county.head, policyInput(change));
  expect(answer).toMatchObject({
    ...refusal,
    ...("sum" in refusal ? { sum: expect.closeTo(refusal.sum, 9) as number } : {}),
  });
  expect(await county.stored()).toEqual(before);
});

test.each([
  ["a weight above 1", { weights: weightsWith({ text: 1.1, category: -0.65 }) }],
  ["a minimum score above 1", { minScore: 1.1 }],
  ["a street instead of a county", { areaCode: "341881001" }],
  ["no reason", { reason: " " }],
])("deciding refuses %s as a wrong argument", async (_, change) => {
  const admin = county.as({ role: "ADMIN" });
  expect((await setPolicy(admin, policyInput(change))).code).toBe("BAD_USER_INPUT");
});

test("deciding refuses a county that nobody has registered", async () => {
  const admin = county.as({ role: "ADMIN" });
  const { answer } = await setPolicy(admin, policyInput({ areaCode: "999999" }));
  expect(answer).toMatchObject({ code: "UNKNOWN_AREA" });
});

test("deciding sent again gives the first answer, also on a later day, and writes nothing", async () => {
  const input = policyInput();
  await setPolicy(county.head, input);
  const before = await county.stored();
  county.today = LATER;
  expect((await setPolicy(county.head, input)).answer?.policy?.version).toBe(101);
  const other = await setPolicy(county.head, { ...input, minScore: 0.7, effectiveFrom: LATER });
  expect(other.answer).toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });
  expect(await county.stored()).toEqual(before);
});

test("deciding by several at at the same moment makes two versions", async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => setPolicy(county.head, policyInput())));
  const numbers = answers.map(({ answer }) => answer?.policy?.version).sort();
  expect(numbers).toEqual([101, 102, 103, 104]);
});

test("deciding keeps no telephone number that stands in the reason", async () => {
  await setPolicy(county.head, policyInput({ reason: "张三 13805631234 提议" }));
  const { data } = await county.head.query<{ matchPolicy: { reason: string } }>(
    `{ matchPolicy(areaCode: "${COUNTY}") { reason } }`,
  );
  expect(data?.matchPolicy.reason).not.toContain("13805631234");
});
