import type { ImportReport } from "@gongjian/shared/import/report";
import { sample, sampleRows } from "@gongjian/shared/testing/sample-city";
import { startCity, type City } from "../testing/city.ts";
import { expectedLines, expectedVerdicts, problemsOf, verdictsOf } from "../testing/expected.ts";
import { storedByTitle } from "../testing/stored-resources.ts";

const MERCHANTS = "商户组资源清单汇总.xlsx";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

describe("the sheet of three merchants, sent by the secretariat", () => {
  const sendMerchants = (): Promise<{ status: number; report: ImportReport }> =>
    city.secretariat().upload({
      list: "resources",
      file: sample(`as_sent/${MERCHANTS}`),
      params: { filename: MERCHANTS },
    });

  test("every line is taken or corrected as a person would", async () => {
    const { status, report } = await sendMerchants();
    expect(status).toBe(200);
    expect(verdictsOf(report)).toEqual(expectedVerdicts(1));
    expect(report.mapping.find(({ heading }) => heading === "备注")?.field).toBe("remarks");
  });

  test("what is stored equals the sample's own line, but for what the sheet does not say", async () => {
    await sendMerchants();
    const stored = await storedByTitle(city.db);
    const missing = missingStarts();
    for (const { externalId } of expectedLines(1)) {
      const { id, unit_uscc: uscc, ...line } = resourceOf(externalId);
      const said = {
        ...line,
        ...SAID_OTHERWISE[externalId],
        ...(missing.has(externalId) ? { valid_from: null } : {}),
        ...(SAYS_NOTICE.has(externalId) ? {} : { min_notice_days: "0" }),
      };
      expect(stored.get(line.title ?? "")).toEqual(said);
      expect([id, uscc]).not.toContain(undefined);
    }
    expect(stored.size).toBe(21);
  });

  test("each line goes to its own unit, and nothing of the remarks is left over", async () => {
    await sendMerchants();
    const units = await city.db.query<{ uscc: string; lines: string }[]>(
      `select u.uscc, count(*)::text as lines from resource r join unit u on u.id = r.unit_id
       where r.remarks is null group by u.uscc order by min(r.id::text)`,
    );
    expect(units.map(({ lines }) => lines).sort()).toEqual(["6", "6", "9"]);
  });

  test("what was corrected is told at its column", async () => {
    const { report } = await sendMerchants();
    expect(problemsOf(report, 4)).toEqual(["category CATEGORY_TOO_BROAD", "quantity QUANTITY_APPROXIMATE"]);
    expect(report.problems.find(({ row, field }) => row === 4 && field === "category")?.suggestion).toContain(
      "A01",
    );
    expect(report.problems.find(({ row, field }) => row === 6 && field === "category")?.suggestion).toContain(
      "B03",
    );
    expect(problemsOf(report, 6)).toContain("remarks RANGE_START_MISSING");
    expect(problemsOf(report, 12)).toContain("quantity QUANTITY_EXTRA_TEXT");
    expect(problemsOf(report, 13)).toEqual(["quantity QUANTITY_APPROXIMATE"]);
    expect(problemsOf(report, 14)).toEqual(["remarks ROW_EXPIRED"]);
  });
});

/** What the merchants' sheet says otherwise than the line of the sample that it was made from. */
const SAID_OTHERWISE: Readonly<Record<string, Record<string, unknown>>> = {
  // 场地 is a whole family.
  R0136: { category: "A" },
  // 医药服务 is no category; B03 is only suggested.
  R0138: { category: null },
};

/** The lines whose remarks say how long before one must ask; the others say nothing. */
const SAYS_NOTICE = new Set("R0147 R0149 R0150 R0151 R0155 R0157 R0158 R0159".split(" "));

function resourceOf(id: string): Record<string, string> {
  return sampleRows("resources.csv").find((row) => row.id === id) ?? {};
}

/** The lines of the merchants' sheet of which EXPECTED.md says that they have no start. */
function missingStarts(): ReadonlySet<string> {
  return new Set(
    expectedLines(1)
      .filter(({ note }) => note.includes("缺开始日期"))
      .map(({ externalId }) => externalId),
  );
}
