import type { ImportReport } from "@gongjian/shared/import/report";
import { sample, sampleRows } from "@gongjian/shared/testing/sample-city";
import { startCity, type City } from "../testing/city.ts";
import { expectedLines, expectedVerdicts, verdictsOf } from "../testing/expected.ts";
import { storedByTitle } from "../testing/stored-resources.ts";

const FILES = [
  { file: "启工职校资源清单_GBK.csv", section: 2, unit: "启工职校", encoding: "GB18030" },
  { file: "康禾医院资源清单_UTF8BOM.csv", section: 3, unit: "康禾医院", encoding: "UTF-8-BOM" },
] as const;

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

describe.each(FILES)("the list of $unit, as it was sent", ({ file, section, unit, encoding }) => {
  test("every line is taken or corrected as a person would", async () => {
    const { status, report } = await send();
    expect(status).toBe(200);
    expect(report.encoding).toBe(encoding);
    expect(verdictsOf(report)).toEqual(expectedVerdicts(section));
    expect(report.mapping.filter(({ field, heading }) => field === null && heading !== "序号")).toEqual([]);
  });

  test("what is stored equals the sample's own line", async () => {
    await send();
    const stored = await storedByTitle(city.db);
    const namesakes = sampleRows("resources.csv");
    for (const { externalId, category } of expectedLines(section)) {
      const { id, unit_uscc: uscc, ...line } = namesakes.find((row) => row.id === externalId) ?? {};
      expect(stored.get(line.title ?? "")).toEqual(line);
      expect(line.category).toBe(category);
      expect([id, uscc]).not.toContain(undefined);
    }
    expect(stored.size).toBe(expectedLines(section).length);
  });

  test("sent again nothing changes, and nothing is written", async () => {
    await send();
    const before = await versions();
    const { report } = await send();
    expect(report.counts).toMatchObject({ new: 0, changed: 0, unchanged: before.length, withdrawn: 0 });
    expect(await versions()).toEqual(before);
  });

  test("sent again with the same key, the answer is the same", async () => {
    const first = await send({ idempotencyKey: "k1" });
    const again = await send({ idempotencyKey: "k1" });
    expect(again.report).toEqual(first.report);
    expect(first.report.counts.new).toBe(expectedLines(section).length);
  });

  test("lines that the secretariat has loaded with numbers are known again, and keep them", async () => {
    await city.secretariat().upload({ list: "resources", file: sample("resources.csv") });
    const before = await versions();
    const { report } = await send();
    expect(report.counts).toMatchObject({ new: 0, changed: 0, refused: 0 });
    expect(report.results.map(({ externalId }) => externalId)).toEqual(
      expectedLines(section).map(({ externalId }) => externalId),
    );
    expect(await versions()).toEqual(before);
  });

  test("the secretariat need not say whose it is: the file is named after its unit", async () => {
    const { report } = await city
      .secretariat()
      .upload({ list: "resources", file: sample(`as_sent/${file}`), params: { filename: file } });
    expect(verdictsOf(report)).toEqual(expectedVerdicts(section));
    const units = await city.db.query<{ unit_id: string }[]>("select distinct unit_id from resource");
    expect(units).toEqual([{ unit_id: city.unit(unit) }]);
  });

  function send({ idempotencyKey }: { idempotencyKey?: string } = {}): Promise<{
    status: number;
    report: ImportReport;
  }> {
    return city.clerkOf(unit).upload({
      list: "resources",
      file: sample(`as_sent/${file}`),
      params: { filename: file },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
  }
});

/** `xmin` moves with every write of a row. */
function versions(): Promise<object[]> {
  return city.db.query("select id, xmin::text, version, external_id from resource order by id");
}
