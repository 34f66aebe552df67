import type { ImportReport } from "@gongjian/shared/import/report";
import { sample, sampleRows } from "@gongjian/shared/testing/sample-city";
import { startCity, type City } from "../testing/city.ts";
import { expectedLines, expectedVerdicts, problemsOf, verdictsOf } from "../testing/expected.ts";

const BAIYUN = "白云社区需求清单_待清洗.xlsx";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

const SENDERS = [
  ["the community's clerk", () => city.clerkOf("白云社区")],
  ["the secretariat", () => city.secretariat()],
] as const;

describe.each(SENDERS)("the needs of 白云社区, to be cleaned, sent by %s", (_, sender) => {
  const sendNeeds = (): Promise<{ status: number; report: ImportReport }> =>
    sender().upload({ list: "needs", file: sample(`as_sent/${BAIYUN}`), params: { filename: BAIYUN } });

  test("every line is taken, corrected or sent back as a person would", async () => {
    const { status, report } = await sendNeeds();
    expect(status).toBe(200);
    expect(verdictsOf(report)).toEqual(expectedVerdicts(4));
    expect(report.counts).toMatchObject({ total: 23, new: 16, refused: 7, corrected: 12 });
  });

  test("each fault is told by its code", async () => {
    const { report } = await sendNeeds();
    for (const [row, problems] of Object.entries(PROBLEMS_OF_NEEDS)) {
      expect([row, problemsOf(report, Number(row))]).toEqual([row, problems]);
    }
    const suggestionOf = (row: number): string | null | undefined =>
      report.problems.find((problem) => problem.row === row)?.suggestion;
    expect(suggestionOf(11)).toContain("G04");
    expect(suggestionOf(22)).toContain("F04");
  });

  test("of a likely duplicate it is told in what it differs from the first", async () => {
    const { report } = await sendNeeds();
    const problemOf = (row: number): object | undefined =>
      report.problems.find((problem) => problem.row === row && problem.code === "LIKELY_DUPLICATE");
    expect(problemOf(26)).toMatchObject({
      message: "与第 13 行疑似重复，默认不收。两行不同的是：数量：若干／40；备注：空／补报。",
      suggestion:
        "确是两条的，请给每条填上自编编号；是同一条的，请把第 13 行的“数量”、“备注”改准后删去这一行。",
    });
    expect(problemOf(19)).toMatchObject({
      message: expect.stringContaining(
        "需求名称：打工家庭周六娃锁家里／打工家庭 周六娃锁家里；数量：",
      ) as string,
    });
  });

  test("sixteen needs stand, and they say what the sample's own lines say", async () => {
    await sendNeeds();
    const stored = await city.db.query<Record<string, unknown>[]>(
      `select category_code as category, title, description, quantity::text, unit_of_measure, area_code,
         array_to_string(audience, '、') as audience, needed_from::text, needed_to::text, schedule, urgency,
         people_served::text
       from need order by title`,
    );
    const taken = expectedLines(4).filter(({ verdict }) => verdict !== "REJECT");
    const expected = taken.map(({ externalId }) => {
      const { id, unit_uscc: uscc, ...line } = needOf(externalId);
      expect([id, uscc]).not.toContain(undefined);
      return { ...line, ...NEEDS_SAID_OTHERWISE[externalId] };
    });
    expect(stored).toHaveLength(16);
    expect(byTitle(stored)).toEqual(byTitle(expected));
  });

  test("sent again, nothing is written twice", async () => {
    await sendNeeds();
    const { report } = await sendNeeds();
    expect(report.counts).toMatchObject({ new: 0, changed: 0, unchanged: 16, refused: 7 });
  });
});

test("contacts are kept apart and masked, the rest of the phone's cell is a remark", async () => {
  await city.clerkOf("白云社区").upload({ list: "needs", file: sample(`as_sent/${BAIYUN}`) });
  const rows = await city.db.query<Record<string, unknown>[]>(
    `select title, need.contact_masked, need.phone_masked, remarks, contact, phone
     from need join need_contact on need_id = need.id
     where title in ('姐妹们的妇科癌症筛一筛', '退伍的想就近上班', '娃想学个小乐器') order by title`,
  );
  expect(byTitle(rows)).toEqual(
    byTitle([
      {
        title: "姐妹们的妇科癌症筛一筛",
        contact_masked: "小*",
        phone_masked: null,
        remarks: null,
        contact: "小邹",
        phone: null,
      },
      {
        title: "退伍的想就近上班",
        contact_masked: "小*",
        phone_masked: "0563-***0281",
        remarks: null,
        contact: "小邹",
        phone: "0563-5550281",
      },
      {
        title: "娃想学个小乐器",
        contact_masked: "小*",
        phone_masked: "0563-***0281",
        remarks: "小*微信同号",
        contact: "小邹",
        phone: "0563-5550281",
      },
    ]),
  );
});

/** What the sheet of needs says otherwise than the line of the sample that it was made from. */
const NEEDS_SAID_OTHERWISE: Readonly<Record<string, Record<string, unknown>>> = {
  N0173: { category: null },
  N0180: { quantity: null },
  N0176: { urgency: "URGENT" },
  N0170: { category: "G05" },
  N0171: { quantity: null },
};

const PROBLEMS_OF_NEEDS: Readonly<Record<number, readonly string[]>> = {
  8: ["phone PHONE_SCIENTIFIC"],
  9: ["to DATE_INVALID"],
  10: ["title REQUIRED"],
  11: ["category UNKNOWN_CATEGORY"],
  13: ["quantity QUANTITY_UNSTATED"],
  14: ["phone PHONE_FORMATTED"],
  15: ["from DATE_TODAY", "to DATE_YEAR_ASSUMED"],
  16: ["from DATE_SERIAL"],
  17: ["to PERIOD_REVERSED"],
  18: ["quantity NUMBER_FOLDED"],
  20: ["title LINE_BREAK_FOLDED"],
  21: ["quantity NUMBER_NEGATIVE"],
  22: ["category CATEGORY_DOUBTFUL"],
  23: ["peopleServed QUANTITY_APPROXIMATE", "quantity NUMBER_IN_WORDS"],
  24: ["quantity CELL_ERROR_VALUE"],
  25: ["phone PHONE_EXTRA_TEXT"],
};

function byTitle(rows: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  return [...rows].sort((a, b) => (String(a.title) < String(b.title) ? -1 : 1));
}

function needOf(id: string): Record<string, string> {
  return sampleRows("needs.csv").find((row) => row.id === id) ?? {};
}
