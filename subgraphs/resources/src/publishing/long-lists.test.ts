import type { ImportReport } from "@gongjian/shared/import/report";
import { startCity, type City } from "../testing/city.ts";

/** More than two batches. */
const ROWS = 4_500;
const HEADING = "编号,类别,名称,内容,数量,服务范围,联系人,电话";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

function lines(version: number, count = ROWS): string[] {
  return Array.from(
    { length: count },
    (_, i) =>
      `Z${i},理发,第${i}号服务,第${version}版的说明，${i}号座位,${(i % 90) + 1},全市,张三,0563-5550101`,
  );
}

function send(
  rows: readonly string[],
  params: Record<string, string> = {},
): Promise<{ report: ImportReport }> {
  const file = [HEADING, ...rows].join("\n");
  return city.clerkOf("启工职校").upload({ list: "resources", file, params });
}

test("a list of several batches is taken, known again unread, and changed line by line", async () => {
  const first = await send(lines(1));
  expect(first.report.counts).toMatchObject({ total: ROWS, new: ROWS, refused: 0, corrected: 0 });
  expect(await count("supply")).toBe(ROWS);
  const before = await versions();

  const again = await send(lines(1));
  expect(again.report.counts).toMatchObject({ unchanged: ROWS, changed: 0 });
  expect(await versions()).toEqual(before);

  const [one = "", ...others] = lines(1);
  const changed = await send([...others, one.replace("第1版", "第2版")]);
  expect(changed.report.counts).toMatchObject({ unchanged: ROWS - 1, changed: 1 });
  expect(changed.report.changes).toMatchObject([
    { externalId: "Z0", kind: "CHANGED", fields: [{ label: "内容" }] },
  ]);
});

test("a line that stands twice is refused wherever its twin is: in another batch, known or new", async () => {
  const twice = [...lines(1), "Z3,理发,换了名字,,1,全市,,", lines(1)[7] ?? ""];
  const { report } = await send(twice);
  expect(refusals(report)).toEqual([
    [ROWS + 2, "DUPLICATE_ROW"],
    [ROWS + 3, "DUPLICATE_ROW"],
  ]);
  const again = await send(twice);
  expect(again.report.counts).toMatchObject({ unchanged: ROWS, new: 0, changed: 0, refused: 2 });
  expect(refusals(again.report)).toEqual(refusals(report));
});

test("all or nothing holds through all batches, also when the last line is the bad one", async () => {
  const { report } = await send([...lines(1), "Z9999,理发,,,1,全市,,"], { rows: "all" });
  expect(report).toMatchObject({ published: false, code: "ROWS_REFUSED", counts: { new: 0, refused: 1 } });
  expect(report.results.every(({ id, outcome }) => id === null && outcome === null)).toBe(true);
  expect(await count("resource")).toBe(0);
});

test("replacing withdraws what no batch names; a bad line in the last batch holds that back", async () => {
  await send(lines(1));
  const held = await send([...lines(1, 100), "Z9999,理发,,,1,全市,,"], { mode: "replace" });
  expect(held.report.counts).toMatchObject({ unchanged: 100, withdrawn: 0, refused: 1 });
  expect(held.report.problems[0]?.code).toBe("WITHDRAWAL_HELD");

  const dry = await send(lines(1, 4_000), { mode: "replace", dryRun: "true" });
  expect(dry.report.counts).toMatchObject({ unchanged: 4_000, withdrawn: 500 });
  expect(await standing()).toBe(ROWS);
  await send(lines(1, 4_000), { mode: "replace" });
  expect(await standing()).toBe(4_000);
});

test("nobody ever reads a list that is half of one version and half of the other", async () => {
  await send(lines(1));
  const publishing = { goesOn: true };
  const seen = new Set<string>();
  const reading = (async () => {
    while (publishing.goesOn) {
      const rows = await city.appDb.query<{ versions: string }[]>(
        `select string_agg(distinct substring(description from '第\\d版'), ',') as versions
         from resource where state = 'PUBLISHED'`,
      );
      seen.add(rows[0]?.versions ?? "");
    }
  })();
  await send(lines(2));
  publishing.goesOn = false;
  await reading;
  expect([...seen].filter((versions) => versions.includes(","))).toEqual([]);
  expect(seen.size).toBeGreaterThan(0);
});

test("several units publish at once, more than imports run at once", async () => {
  const units = ["启工职校", "康禾医院", "百草康药房", "惠邻超市", "剪爱造型", "白云社区"];
  const reports = await Promise.all(
    units.map((unit) =>
      city.clerkOf(unit).upload({ list: "resources", file: [HEADING, ...lines(1, 300)].join("\n") }),
    ),
  );
  expect(reports.map(({ report }) => report.counts.new)).toEqual(units.map(() => 300));
});

function refusals({ problems }: ImportReport): [number, string][] {
  return problems.filter(({ severity }) => severity === "REFUSED").map(({ row, code }) => [row, code]);
}

async function count(table: string): Promise<number> {
  const [row] = await city.db.query<{ count: number }[]>(`select count(*)::integer as count from ${table}`);
  return row?.count ?? -1;
}

async function standing(): Promise<number> {
  const [row] = await city.db.query<{ count: number }[]>(
    "select count(*)::integer as count from resource where state = 'PUBLISHED'",
  );
  return row?.count ?? -1;
}

function versions(): Promise<object[]> {
  return city.db.query("select id, xmin::text, version from resource order by id");
}
