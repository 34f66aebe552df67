import type { Operation } from "@gongjian/shared/contracts/permissions";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { newId } from "@gongjian/shared/id";
import type { TestCaller } from "@gongjian/shared/testing/subgraph";
import { viewersAt } from "@gongjian/shared/testing/viewers";
import { may, type Viewer } from "@gongjian/shared/viewer";
import { NANSHAN, startCity, XIJIN, type City } from "./testing/city.ts";

const OWNER = "康禾医院";
const FOREIGNER = "启工职校";
const OWNER_AREA = "341881002002";

let city: City;
let resourceId: string;
let needId: string;
let everyone: Viewer[];

beforeAll(async () => {
  city = await startCity();
  const clerk = city.clerkOf(OWNER);
  const resources = await clerk.upload({
    list: "resources",
    file: "编号,名称,类别,服务范围,联系人,电话\nR1,轮椅外借,医疗辅具,全市,张三,0563-5550101\n",
  });
  const needs = await clerk.upload({
    list: "needs",
    file: "编号,需求名称,类别,地点,受益人数,联系人,电话\nN1,借轮椅,医疗辅具,本社区,12,李四,0563-5550102\n",
  });
  resourceId = resources.report.results[0]?.id ?? "";
  needId = needs.report.results[0]?.id ?? "";
  everyone = viewersAt({
    unitIds: [OWNER, FOREIGNER].map((name) => city.unit(name)),
    areaCodes: [NANSHAN, XIJIN],
  });
});
afterAll(() => city.stop());

type Call = (caller: TestCaller) => Promise<boolean>;

/** Each operation by the real calls that need it; a call tells whether it was let through. */
const CALLS: readonly (readonly [Operation, string, Call])[] = [
  [
    "list.read",
    "reading the lists",
    (caller) => gives(caller, `{ resources { nodes { id } } needs { nodes { id } } }`),
  ],
  [
    "need.beneficiaries.read",
    "reading how many a need helps",
    (caller) => gives(caller, `{ need(id: "${needId}") { peopleServed } }`, '"peopleServed":12'),
  ],
  [
    "contact.readMasked",
    "reading a masked contact",
    (caller) => gives(caller, `{ resource(id: "${resourceId}") { contact phone } }`, '"contact":"张*"'),
  ],
  [
    "contact.reveal",
    "revealing a contact",
    (caller) =>
      gives(
        caller,
        `mutation { revealContact(input: { resourceId: "${resourceId}", reason: "核对" }) {
          ... on RevealContactSuccess { contact } } }`,
        "张三",
      ),
  ],
  [
    "contact.readMasked",
    "reading a need's masked contact",
    (caller) => gives(caller, `{ need(id: "${needId}") { contact phone } }`, '"contact":"李*"'),
  ],
  [
    "contact.reveal",
    "revealing a need's contact",
    (caller) =>
      gives(
        caller,
        `mutation { revealContact(input: { needId: "${needId}", reason: "核对" }) {
          ... on RevealContactSuccess { contact } } }`,
        "李四",
      ),
  ],
  [
    "candidate.read",
    "reading candidates, why-not and who wants a resource",
    (caller) =>
      gives(
        caller,
        `{ need(id: "${needId}") { candidates { nodes { score } } whyNot { code } }
           resource(id: "${resourceId}") { wantedBy { nodes { score } } } }`,
      ),
  ],
  [
    "revision.read",
    "reading the revisions of a list",
    (caller) =>
      gives(caller, `{ publications(list: "resources", unitId: "${city.unit(OWNER)}") { nodes { id } } }`),
  ],
  [
    "list.publish",
    "bringing a list back",
    (caller) =>
      gives(
        caller,
        `mutation { revertPublication(input: { list: "resources", unitId: "${city.unit(OWNER)}", undo: LAST,
          idempotencyKey: "k" }) { ... on UserError { code } } }`,
        "NOTHING_TO_REVERT",
      ),
  ],
  [
    "list.export",
    "taking a list out as a file",
    async (caller) => {
      const { status, body } = await caller.get("/lists/resources/export?format=csv");
      expect(status === 200 ? body : `${status}`).toMatch(/单位|^403$/);
      return status === 200;
    },
  ],
  ["list.publish", "sending resources as a file", (caller) => published(caller, "resources")],
  ["list.publish", "sending needs as a file", (caller) => published(caller, "needs")],
  [
    "list.publish",
    "sending a list as cells",
    (caller) =>
      gives(
        caller,
        `mutation { importList(input: { list: "needs", heading: ["单位", "编号", "需求名称", "地点"],
          rows: [["${OWNER}", "N9", "修路灯", "全市"]] }) {
          ... on ImportListSuccess { report { counts { new } } } } }`,
        '"new":1',
      ),
  ],
  ["list.mapping.manage", "saving what a heading means", (caller) => maps(caller, "saveListMapping", SAVED)],
  [
    "list.mapping.manage",
    "forgetting what a heading means",
    (caller) => maps(caller, "forgetListMapping", ""),
  ],
  [
    "list.mapping.manage",
    "reading what headings mean",
    (caller) => gives(caller, `{ listMapping(list: "needs", unitId: "${city.unit(OWNER)}") { list } }`),
  ],
  ["list.publish", "suspending a resource", (caller) => moves(caller, "suspendResource", "resourceId")],
  ["list.publish", "resuming a resource", (caller) => moves(caller, "resumeResource", "resourceId")],
  ["list.publish", "withdrawing a need", (caller) => moves(caller, "withdrawNeed", "needId")],
];

test.each(CALLS)("%s: %s is for those alone whom the table names", async (operation, what, call) => {
  const wrong: object[] = [];
  for (const viewer of everyone) {
    await restore(what);
    const before = await everything();
    const allowed = await call(city.as(viewer));
    const expected = may(viewer, operation, { unitId: city.unit(OWNER), areaCode: OWNER_AREA });
    if (allowed !== expected) wrong.push({ viewer, allowed, expected });
    if (!allowed && (await everything()) !== before) wrong.push({ viewer, wrote: true });
  }
  expect(wrong).toEqual([]);
});

describe("row security alone, with every check of the services left out", () => {
  test.each(["resource", "need"])("lets only its publishers write a line of %s", async (table) => {
    await restore("");
    const wrong: object[] = [];
    for (const viewer of everyone) {
      const expected = may(viewer, "list.publish", { unitId: city.unit(OWNER), areaCode: OWNER_AREA });
      const written = await rolledBack(viewer, async (query) => [
        (await query(`update ${table} set title = 'x' returning id`)).length,
        (await query(copyOf(table)).catch(() => [])).length,
        (await query(`delete from ${table} returning id`).catch(() => [])).length,
      ]);
      // Contacts and promises hang on resources without a foreign key, so nobody removes one.
      const allowed = [expected, expected, expected && table !== "resource"];
      if (written.some((rows, i) => rows > 0 !== allowed[i])) wrong.push({ viewer, written });
    }
    expect(wrong).toEqual([]);
  });

  test.each(["resource_contact", "need_contact"])(
    "lets only those see a raw contact of %s",
    async (table) => {
      const wrong: object[] = [];
      for (const viewer of everyone) {
        const expected = may(viewer, "contact.reveal", { unitId: city.unit(OWNER), areaCode: OWNER_AREA });
        const [seen] = await rolledBack(viewer, async (query) => [
          (await query(`select contact from ${table}`)).length,
        ]);
        if ((seen ?? 0) > 0 !== expected) wrong.push({ viewer, seen });
      }
      expect(wrong).toEqual([]);
    },
  );

  test("lets nobody write, and nobody see a contact, who has not said who they are", async () => {
    for (const sql of ["update resource set title = 'x' returning id", "delete from need returning id"]) {
      expect(await city.appDb.query(`with written as (${sql}) select * from written`)).toEqual([]);
    }
    expect(await city.appDb.query("select * from resource_contact")).toEqual([]);
    expect(await city.appDb.query("select * from need_contact")).toEqual([]);
    await expect(city.appDb.query(copyOf("resource"))).rejects.toThrow("row-level security");
  });
});

async function gives(caller: TestCaller, document: string, needed = ""): Promise<boolean> {
  const { data, errors } = await caller.query(document);
  for (const { extensions } of errors ?? []) expect(extensions).toEqual({ code: "FORBIDDEN" });
  return errors === undefined && JSON.stringify(data).includes(needed);
}

async function published(caller: TestCaller, list: "resources" | "needs"): Promise<boolean> {
  const title = list === "resources" ? "资源名称" : "需求名称";
  const file = `单位,编号,${title},服务范围,地点\n${OWNER},X9,新的一条,全市,全市\n`;
  const { status, report } = await caller.upload({ list, file });
  if (status === 403) return false;
  expect(status).toBe(200);
  if (report.counts.refused === 1) {
    expect(report.problems.some(({ code }) => code === "OUT_OF_SCOPE")).toBe(true);
    return false;
  }
  return report.counts.new === 1;
}

const SAVED = `, columns: [{ heading: "活动", field: "title" }]`;

function maps(caller: TestCaller, mutation: string, saved: string): Promise<boolean> {
  const input = `{ list: "needs", unitId: "${city.unit(OWNER)}"${saved} }`;
  return gives(caller, `mutation { ${mutation}(input: ${input}) { __typename } }`, "Success");
}

function moves(caller: TestCaller, mutation: string, argument: string): Promise<boolean> {
  const id = argument === "needId" ? needId : resourceId;
  return gives(caller, `mutation { ${mutation}(input: { ${argument}: "${id}" }) { __typename } }`, "Success");
}

/** The two lines as they stood at first; for resuming, the resource is suspended. */
async function restore(what: string): Promise<void> {
  await city.db.query("delete from supply where id <> $1", [resourceId]);
  await city.db.query("truncate contact_access, publication, import_request, list_mapping cascade");
  await city.db.query("delete from resource where id <> $1", [resourceId]);
  await city.db.query("delete from need where id <> $1", [needId]);
  const state = what.startsWith("resuming") ? "SUSPENDED" : "PUBLISHED";
  await city.db.query("update resource set state = $1, version = 1", [state]);
  await city.db.query("update supply set state = $1, version = 1", [state]);
  await city.db.query("update need set state = 'PUBLISHED', version = 1");
}

async function everything(): Promise<string> {
  const tables = [
    "resource",
    "resource_contact",
    "need",
    "need_contact",
    "supply",
    "contact_access",
    "publication",
    "import_request",
    "list_mapping",
  ];
  const rows = await Promise.all(tables.map((table) => city.db.query(`select * from ${table} order by 1`)));
  return JSON.stringify(rows);
}

type Query = (sql: string) => Promise<unknown[]>;

/** Works as the viewer would with SQL of their own, and takes it back. */
async function rolledBack(viewer: Viewer, work: (query: Query) => Promise<number[]>): Promise<number[]> {
  let seen: number[] = [];
  await asViewer(city.appDb, viewer, async (tx) => {
    const query: Query = async (sql) => {
      await tx.query("savepoint tried");
      try {
        const rows = await tx.query<unknown[]>(
          sql.startsWith("select") ? sql : `with w as (${sql}) select * from w`,
        );
        return rows;
      } catch (error) {
        await tx.query("rollback to savepoint tried");
        throw error;
      }
    };
    seen = await work(query);
    throw new Error("taken back");
  }).catch((error: unknown) => {
    if (!(error instanceof Error) || error.message !== "taken back") throw error;
  });
  return seen;
}

function copyOf(table: string): string {
  const columns =
    table === "resource"
      ? "unit_id, title, description, coverage_area_code, audience, schedule, min_notice_days, cost, state, " +
        "title_key, content_hash, version, published_at, updated_at, confirmed_on"
      : "unit_id, title, description, area_code, audience, schedule, urgency, tokens, state, title_key, " +
        "content_hash, version, published_at, updated_at";
  return `insert into ${table} (id, ${columns}) select '${newId()}', ${columns} from ${table} limit 1 returning id`;
}
