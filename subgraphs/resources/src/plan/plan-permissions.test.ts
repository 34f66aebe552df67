import type { Operation } from "@gongjian/shared/contracts/permissions";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { newId } from "@gongjian/shared/id";
import type { TestCaller } from "@gongjian/shared/testing/subgraph";
import { viewersAt } from "@gongjian/shared/testing/viewers";
import { may, type Viewer } from "@gongjian/shared/viewer";
import { NANSHAN, startCity, XIJIN, type City } from "../testing/city.ts";
import { askForPlan } from "./testing/planner.ts";

let city: City;
let everyone: Viewer[];
let planId: string;

beforeAll(async () => {
  city = await startCity();
  everyone = viewersAt({
    unitIds: ["康禾医院", "启工职校"].map((name) => city.unit(name)),
    areaCodes: [NANSHAN, XIJIN],
  });
});
afterAll(() => city.stop());
beforeEach(arrange);

/** One plan of 南山街道, which waits. */
async function arrange(): Promise<void> {
  await city.db.query("truncate match_plan, request_key cascade");
  const { plan } = await askForPlan(city.secretariat(), { areaCode: NANSHAN, idempotencyKey: "一" });
  planId = plan?.id ?? "";
}

type Call = (caller: TestCaller) => Promise<boolean>;

const CALLS: readonly (readonly [Operation, string, Call])[] = [
  [
    "matchPlan.make",
    "asking for a plan",
    (caller) =>
      gives(
        caller,
        `mutation { planMatches(input: { areaCode: "${NANSHAN}", idempotencyKey: "二" }) { ... on UserError { code } } }`,
        "PLAN_UNDER_WAY",
      ),
  ],
  [
    "matchPlan.make",
    "calling a plan off",
    (caller) =>
      gives(
        caller,
        `mutation { cancelMatchPlan(input: { planId: "${planId}" }) { ... on CancelMatchPlanSuccess { plan { state } } } }`,
        "CANCELLED",
      ),
  ],
  [
    "matchPlan.read",
    "reading a plan",
    (caller) => gives(caller, `{ matchPlan(id: "${planId}") { state lines { nodes { score } } } }`, "QUEUED"),
  ],
  [
    "matchPlan.read",
    "reading the plans of an area",
    (caller) => gives(caller, `{ matchPlans(areaCode: "${NANSHAN}") { nodes { state } } }`, "QUEUED"),
  ],
  [
    "matchPlan.read",
    "reading the plans of a committee",
    (caller) =>
      gives(
        caller,
        `{ _entities(representations: [{ __typename: "Committee", id: "${newId()}",
             area: { __typename: "Area", code: "${NANSHAN}" } }]) { ... on Committee { matchPlans { nodes { state } } } } }`,
        "QUEUED",
      ),
  ],
];

test.each(CALLS)("%s: %s is for those alone whom the table names", async (operation, _, call) => {
  const wrong: object[] = [];
  for (const viewer of everyone) {
    const before = await everything();
    const allowed = await call(city.as(viewer));
    const expected = may(viewer, operation, { areaCode: NANSHAN });
    if (allowed !== expected) wrong.push({ viewer, allowed, expected });
    const wrote = (await everything()) !== before;
    if (!allowed && wrote) wrong.push({ viewer, wrote });
    if (wrote) await arrange();
  }
  expect(wrong).toEqual([]);
});

test("row security alone lets those alone ask for a plan or change one who may, and nobody write its lines", async () => {
  const wrong: object[] = [];
  for (const viewer of everyone) {
    const expected = may(viewer, "matchPlan.make", { areaCode: NANSHAN });
    const copied = await written(viewer, copyOf("area_code"));
    const moved = await written(viewer, `update match_plan set done = 0 returning id`);
    const lines = await written(
      viewer,
      `insert into match_plan_load values ('${planId}', 1, null, '某单位', 1, 1, 1) returning plan_id`,
    );
    const deleted = await written(viewer, "delete from match_plan returning id");
    if (copied !== expected || moved !== expected || lines || deleted) {
      wrong.push({ viewer, copied, moved, lines, deleted });
    }
  }
  expect(wrong).toEqual([]);
});

test("and nobody may move a plan to an area that is not theirs", async () => {
  const viewer: Viewer = { role: "SECRETARIAT", subject: "s", unitId: null, areaCode: NANSHAN };
  expect(await written(viewer, `update match_plan set area_code = '${XIJIN}' returning id`)).toBe(false);
});

async function gives(caller: TestCaller, document: string, needed: string): Promise<boolean> {
  const { data, errors } = await caller.query(document);
  for (const { extensions } of errors ?? []) expect(extensions).toEqual({ code: "FORBIDDEN" });
  return errors === undefined && JSON.stringify(data).includes(needed);
}

async function everything(): Promise<string> {
  return JSON.stringify(await city.db.query("select * from match_plan order by id"));
}

/** Whether the viewer's own SQL writes a row; it is taken back. */
async function written(viewer: Viewer, sql: string): Promise<boolean> {
  let rows = 0;
  await asViewer(city.appDb, viewer, async (tx) => {
    rows = (await tx.query<unknown[]>(`with w as (${sql}) select * from w`)).length;
    throw new Error("taken back");
  }).catch((error: unknown) => {
    const { message } = error as Error;
    if (message !== "taken back" && !message.includes("row-level security")) throw error;
  });
  return rows > 0;
}

function copyOf(area: string): string {
  return `insert into match_plan (id, area_code, goals, candidates_per_need, requested_by, requested_by_role,
      requested_at, heartbeat_at, state, done, total)
    select '${newId()}', ${area}, goals, 1, 'x', 'SECRETARIAT', requested_at, now(), 'CANCELLED', 0, 0 from match_plan
    returning id`;
}
