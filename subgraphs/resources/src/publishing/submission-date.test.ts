import { startCity, type City } from "../testing/city.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
beforeEach(() => city.clear());

const UNIT = "启工职校";

async function submittedOn(): Promise<unknown> {
  const { data } = await city
    .as({ role: "PUBLIC" })
    .query<{ needs: { nodes: { submittedOn: string | null }[] } }>(`{ needs { nodes { submittedOn } } }`);
  return data?.needs.nodes[0]?.submittedOn;
}

test.each(["提交日期", "登记日期", "申报日期", "填报日期", "submitted_on"])(
  "the day on which a need was handed in is read from %s",
  async (heading) => {
    const { report } = await city.clerkOf(UNIT).upload({
      list: "needs",
      file: `编号,需求名称,地点,${heading}\nN1,借会议室,全市,2026年8月20日\n`,
    });
    expect([report.counts.new, report.problems]).toEqual([1, []]);
    expect(await submittedOn()).toBe("2026-08-20");
  },
);

test("a sheet's 填报日期 above the heading is the sheet's, not a need's", async () => {
  const file = "填报日期：2026年8月20日,,\n编号,需求名称,地点\nN1,借会议室,全市\n";
  const { report } = await city.clerkOf(UNIT).upload({ list: "needs", file });
  expect(report.counts.new).toBe(1);
  expect(await submittedOn()).toBeNull();
});

test("it goes out with the list and comes back unchanged; another day is a change that revisions tell", async () => {
  const clerk = city.clerkOf(UNIT);
  const sheet = (day: string): string => `编号,需求名称,地点,提交日期\nN1,借会议室,全市,${day}\n`;
  await clerk.upload({ list: "needs", file: sheet("2026-08-20") });
  const { body } = await clerk.get("/lists/needs/export?format=csv");
  expect(body).toContain("提交日期");
  expect((await clerk.upload({ list: "needs", file: body })).report.counts).toMatchObject({ unchanged: 1 });

  await clerk.upload({ list: "needs", file: sheet("2026-08-25") });
  const { data } = await clerk.query(
    `{ publications(list: "needs", first: 1) { nodes { changes { nodes { kind fields { field label before after } } } } } }`,
  );
  expect(data).toEqual({
    publications: {
      nodes: [
        {
          changes: {
            nodes: [
              {
                kind: "CHANGED",
                fields: [
                  { field: "submittedOn", label: "提交日期", before: "2026-08-20", after: "2026-08-25" },
                ],
              },
            ],
          },
        },
      ],
    },
  });
});
