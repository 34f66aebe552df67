import type { Operation } from "@gongjian/shared/contracts/permissions";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import type { TestCaller } from "@gongjian/shared/testing/subgraph";
import { viewersAt } from "@gongjian/shared/testing/viewers";
import { may, type Viewer } from "@gongjian/shared/viewer";
import { giveNotices } from "../freshness/give-notices.ts";
import { clockOf } from "@gongjian/shared/clock";
import { NANSHAN, startCity, XIJIN, type City } from "../testing/city.ts";
import { arrangeLists, HOSPITAL, SCHOOL, type Arranged } from "./testing/residuals.ts";

const OWNER_AREA = "341881002002";
const clock = clockOf(() => new Date("2026-09-03T09:00:00+08:00"));

let city: City;
let given: Arranged;
let projectId: string;
let everyone: Viewer[];

beforeAll(async () => {
  city = await startCity();
  everyone = viewersAt({
    unitIds: [HOSPITAL, SCHOOL].map((name) => city.unit(name)),
    areaCodes: [NANSHAN, XIJIN],
  });
  await arrange();
});
afterAll(() => city.stop());

/** A project that the school leads and the hospital gives to; the hospital's resource ends in 7 days. */
async function arrange(): Promise<void> {
  given = await arrangeLists(city);
  await city.db.query(
    "update resource set valid_to = '2026-09-10', confirmed_on = '2026-09-01' where id = $1",
    [given.wheelchairs],
  );
  await giveNotices({ db: city.appDb, clock });
  const { report } = await city.secretariat().upload({
    list: "projects",
    file: `项目名称,编号,牵头单位,参与单位,地点,对应需求号,对应资源号\n出行,P1,${SCHOOL},${HOSPITAL},全市,N1,R1×20\n`,
  });
  projectId = report.results[0]?.id ?? "";
  await city.db.query("create table kept as select * from project_commitment");
}

/** Everything as it was arranged. */
async function restore(): Promise<void> {
  await city.db.query(`
    truncate request_key, project_withdrawal, project_commitment;
    delete from project where id <> '${projectId}';
    update project set progress = 'PLANNED', version = 1;
    update resource set confirmed_on = '2026-09-01';
    update supply set confirmed_on = '2026-09-01';
    insert into project_commitment select * from kept`);
}

type Call = (caller: TestCaller) => Promise<boolean>;

/** Each operation by the real calls that need it, on what is the hospital's. */
const CALLS: readonly (readonly [Operation, string, Call])[] = [
  ["list.read", "reading projects", (caller) => gives(caller, "{ projects { nodes { title } } }", "出行")],
  [
    "project.form",
    "making a project that the hospital leads",
    (caller) =>
      gives(
        caller,
        `mutation { projectise(input: { title: "新项目", needIds: ["${given.fair}"], idempotencyKey: "一",
          leadUnitId: "${city.unit(HOSPITAL)}", commitments: [{ resourceId: "${given.wheelchairs}", quantity: 1 }] }) {
          __typename } }`,
        "ProjectiseSuccess",
      ),
  ],
  [
    "project.withdraw",
    "leaving a project for the hospital",
    (caller) =>
      gives(
        caller,
        `mutation { withdrawFromProject(input: { projectId: "${projectId}", unitId: "${city.unit(HOSPITAL)}",
          reason: "另有任务", idempotencyKey: "一" }) { __typename } }`,
        "WithdrawFromProjectSuccess",
      ),
  ],
  [
    "listing.confirm",
    "confirming the hospital's lines",
    (caller) =>
      gives(
        caller,
        `mutation { confirmListings(input: { unitId: "${city.unit(HOSPITAL)}", idempotencyKey: "一" }) {
          __typename } }`,
        "ConfirmListingsSuccess",
      ),
  ],
  [
    "listingNotice.read",
    "reading the hospital's notices",
    (caller) =>
      gives(caller, `{ listingNotices(unitId: "${city.unit(HOSPITAL)}") { nodes { message } } }`, "轮椅"),
  ],
];

test.each(CALLS)("%s: %s is for those alone whom the table names", async (operation, _, call) => {
  const wrong: object[] = [];
  for (const viewer of everyone) {
    const before = await everything();
    const allowed = await call(city.as(viewer));
    const expected = may(viewer, operation, { unitId: city.unit(HOSPITAL), areaCode: OWNER_AREA });
    if (allowed !== expected) wrong.push({ viewer, allowed, expected });
    const wrote = (await everything()) !== before;
    if (!allowed && wrote) wrong.push({ viewer, wrote });
    if (wrote) await restore();
  }
  expect(wrong).toEqual([]);
});

test("project.withdrawalReason.read: why a unit left is for those alone whom the table names", async () => {
  await city.db.query(
    `insert into project_withdrawal values (gen_random_uuid(), $1, $2, '另有任务', '[]', 'tester', now())`,
    [projectId, city.unit(HOSPITAL)],
  );
  const wrong: object[] = [];
  for (const viewer of everyone) {
    const { data } = await city
      .as(viewer)
      .query<object>(`{ project(id: "${projectId}") { withdrawals { reason } } }`);
    const told = JSON.stringify(data).includes("另有任务");
    if (told !== may(viewer, "project.withdrawalReason.read")) wrong.push({ viewer, told });
  }
  await restore();
  expect(wrong).toEqual([]);
});

describe("row security alone, with every check of the services left out", () => {
  test.each([
    ["update project set title = 'x'", "the school's project", SCHOOL],
    ["delete from listing_notice", "a notice, which only the daily job does", null],
    [
      `insert into listing_notice select gen_random_uuid(), unit_id, list, row_id, kind, due_on + 1, noticed_at
      from listing_notice limit 1`,
      "a notice of its own making",
      null,
    ],
    ["update project_commitment set quantity = 1", "a promise, which is only made and taken back", null],
    ["update listing_notice set dismissed_by = 'x'", "the hospital's notices", HOSPITAL],
  ])("%s: changes %s", async (sql, _, unit) => {
    const wrong: object[] = [];
    for (const viewer of everyone) {
      const areaCode = await areaOf(unit ?? HOSPITAL);
      const expected = unit !== null && may(viewer, "list.publish", { unitId: city.unit(unit), areaCode });
      const written = await changedBy(viewer, sql);
      if (written > 0 !== expected) wrong.push({ viewer, written });
    }
    expect(wrong).toEqual([]);
  });

  test("a promise is made for the own unit's resources alone, and taken back by its unit or the project's lead", async () => {
    const insert = `insert into project_commitment (id, project_id, unit_id, resource_id, quantity)
      select gen_random_uuid(), '${projectId}', unit_id, id, 1 from resource where id = '${given.wheelchairs}'`;
    const wrong: object[] = [];
    for (const viewer of everyone) {
      const ofUnit = async (name: string): Promise<boolean> =>
        may(viewer, "list.publish", { unitId: city.unit(name), areaCode: await areaOf(name) });
      const [isOwner, isLead] = [await ofUnit(HOSPITAL), await ofUnit(SCHOOL)];
      const made = await changedBy(viewer, insert);
      const taken = await changedBy(viewer, "delete from project_commitment");
      if (made > 0 !== isOwner || taken > 0 !== (isOwner || isLead)) wrong.push({ viewer, made, taken });
    }
    expect(wrong).toEqual([]);
  });

  test("nobody passes another unit's resource off as the own unit's", async () => {
    const viewer: Viewer = { role: "UNIT_CLERK", subject: "x", unitId: city.unit(SCHOOL), areaCode: null };
    const insert = `insert into project_commitment (id, project_id, unit_id, resource_id, quantity)
      values (gen_random_uuid(), '${projectId}', '${city.unit(SCHOOL)}', '${given.wheelchairs}', 1)`;
    expect(await changedBy(viewer, insert)).toBe(0);
  });

  test("the raw name of who answers for a project is seen by those alone who publish for its lead", async () => {
    await city.db.query(
      "insert into project_contact select id, unit_id, '王五' from project on conflict (project_id) do update set contact = '王五'",
    );
    const wrong: object[] = [];
    for (const viewer of everyone) {
      const expected = may(viewer, "contact.reveal", {
        unitId: city.unit(SCHOOL),
        areaCode: await areaOf(SCHOOL),
      });
      const seen = await changedBy(viewer, "select contact from project_contact");
      if (seen > 0 !== expected) wrong.push({ viewer, seen });
    }
    expect(wrong).toEqual([]);
  });
});

async function gives(caller: TestCaller, document: string, needed: string): Promise<boolean> {
  const { data, errors } = await caller.query(document);
  for (const { extensions } of errors ?? []) expect(extensions).toEqual({ code: "FORBIDDEN" });
  return errors === undefined && JSON.stringify(data).includes(needed);
}

async function areaOf(name: string): Promise<string> {
  const [unit] = await city.db.query<{ area: string }[]>("select area_code as area from unit where id = $1", [
    city.unit(name),
  ]);
  return unit?.area ?? "";
}

async function everything(): Promise<string> {
  const tables = [
    "project",
    "project_commitment",
    "project_withdrawal",
    "resource",
    "need",
    "listing_notice",
  ];
  const rows = await Promise.all(
    [...tables, "request_key"].map((table) => city.db.query(`select * from ${table} order by 1`)),
  );
  return JSON.stringify(rows);
}

/** How many rows the viewer's own SQL reaches; taken back afterwards. */
async function changedBy(viewer: Viewer, sql: string): Promise<number> {
  let reached = 0;
  await asViewer(city.appDb, viewer, async (tx) => {
    const rows = await tx
      .query<unknown[]>(sql.startsWith("select") ? sql : `with w as (${sql} returning 1) select * from w`)
      .catch((error: unknown) => {
        expect(String(error)).toMatch(/row-level security|permission denied/);
        return [];
      });
    reached = rows.length;
    throw new Error("taken back");
  }).catch((error: unknown) => {
    if (!(error instanceof Error) || error.message !== "taken back") throw error;
  });
  return reached;
}
