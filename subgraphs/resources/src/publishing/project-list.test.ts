import {
  arrangeLists,
  ASKER,
  HOSPITAL,
  residuals,
  SCHOOL,
  type Arranged,
} from "../project/testing/residuals.ts";
import { startCity, type City } from "../testing/city.ts";

let city: City;
let given: Arranged;
beforeAll(async () => {
  city = await startCity();
});
beforeEach(async () => {
  given = await arrangeLists(city);
});
afterEach(() => city.clear());
afterAll(() => city.stop());

interface Line {
  readonly 项目名称: string;
  readonly 编号?: string;
  readonly 牵头单位?: string;
  readonly 参与单位?: string;
  readonly 责任人?: string;
  readonly 主要内容?: string;
  readonly 地点?: string;
  readonly 开始?: string;
  readonly 完成时限?: string;
  readonly "进展/状态"?: string;
  readonly 经费来源?: string;
  readonly 预算?: string;
  readonly 验收?: string;
  readonly 对应需求号?: string;
  readonly 对应资源号?: string;
  readonly 里程碑?: string;
  readonly 风险?: string;
}

const FULL: Line = {
  项目名称: "共享出行",
  编号: "P1",
  牵头单位: ASKER,
  参与单位: `${HOSPITAL}、${SCHOOL}`,
  责任人: "王五",
  主要内容: "给老人出借轮椅",
  地点: "全市",
  开始: "2026-09-10",
  完成时限: "2026-12-31",
  "进展/状态": "进行中，已发两批",
  经费来源: "党建经费",
  预算: "2万元",
  验收: "社区验收",
  对应需求号: "N1、N2",
  对应资源号: "R1×20→N1、R2:40→N2",
  里程碑: "九月启动；十二月验收",
  风险: "天气",
};

type Sent = Awaited<ReturnType<ReturnType<City["clerkOf"]>["upload"]>>["report"];

async function send(
  lines: readonly Line[],
  caller = city.secretariat(),
  params: Record<string, string> = {},
): Promise<Sent> {
  const headings = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = lines.map((line) =>
    headings.map((heading) => cell((line as unknown as Record<string, string>)[heading] ?? "")).join(","),
  );
  const { report } = await caller.upload({
    list: "projects",
    file: [headings.join(","), ...rows].join("\n"),
    params,
  });
  return report;
}

function codesOf({ problems }: Sent): string[] {
  return problems.map(({ code }) => code);
}

test("a project list is published with everything that its sheet says", async () => {
  const report = await send([FULL]);
  expect(report.counts).toMatchObject({ new: 1, refused: 0 });
  const { data } = await city.clerkOf(HOSPITAL).query(
    `{ projects { nodes { externalId title description startsOn endsOn progress progressNote funding budget
        acceptance milestones risks state contact otherPartners lead { id } partners { id } area { code }
        needs { externalId } commitments { quantity resource { externalId } need { externalId } } } } }`,
  );
  expect(data).toEqual({
    projects: {
      nodes: [
        {
          externalId: "P1",
          title: "共享出行",
          description: "给老人出借轮椅",
          startsOn: "2026-09-10",
          endsOn: "2026-12-31",
          progress: "ONGOING",
          progressNote: "进行中，已发两批",
          funding: "党建经费",
          budget: 20000,
          acceptance: "社区验收",
          milestones: ["九月启动", "十二月验收"],
          risks: "天气",
          state: "PUBLISHED",
          contact: "王*",
          otherPartners: [],
          lead: { id: city.unit(ASKER) },
          partners: [{ id: city.unit(HOSPITAL) }, { id: city.unit(SCHOOL) }],
          area: { code: "341881" },
          needs: [{ externalId: "N1" }, { externalId: "N2" }],
          commitments: [
            { quantity: 20, resource: { externalId: "R1" }, need: { externalId: "N1" } },
            { quantity: 40, resource: { externalId: "R2" }, need: { externalId: "N2" } },
          ],
        },
      ],
    },
  });
  expect(await residuals(city, given)).toEqual([60, 60, 10, 10]);
});

test("with one need for the whole line, all its promises are for that need", async () => {
  await send([{ ...FULL, 对应需求号: "N2", 对应资源号: "R1×20、R2:40" }]);
  expect(await residuals(city, given)).toEqual([60, 60, 30, 10]);
});

test("the same sheet again changes nothing, and takes nothing twice", async () => {
  await send([FULL]);
  expect((await send([FULL])).counts).toMatchObject({ new: 0, changed: 0, unchanged: 1 });
  expect(await residuals(city, given)).toEqual([60, 60, 10, 10]);
});

test("a line that takes more than is left is refused, with what is left", async () => {
  const report = await send([FULL, { 项目名称: "太多", 牵头单位: ASKER, 地点: "全市", 对应资源号: "R1×61" }]);
  expect(report.counts).toMatchObject({ new: 1, refused: 1 });
  expect(report.problems).toContainEqual(
    expect.objectContaining({
      row: 3,
      code: "OVERCOMMITTED",
      field: "commitments",
      message: "资源R1“轮椅外借”只剩 60辆，这一行要 61辆，没有导入。",
      suggestion: "最多写 60辆。",
    }),
  );
  expect(await residuals(city, given)).toEqual([60, 60, 10, 10]);
});

test("a line may take more than before within what is left and what it had", async () => {
  await send([FULL]);
  const more = { ...FULL, 对应需求号: "N2", 对应资源号: "R1×80" };
  expect((await send([more])).counts).toMatchObject({ changed: 1, refused: 0 });
  expect((await residuals(city, given))[0]).toBe(0);
  expect(codesOf(await send([{ ...more, 对应资源号: "R1×81" }]))).toContain("OVERCOMMITTED");
});

test("a withdrawn line gives back what it took", async () => {
  await send([FULL, { 项目名称: "另一个", 牵头单位: ASKER, 地点: "全市" }]);
  const left = await send([{ 项目名称: "另一个", 牵头单位: ASKER, 地点: "全市" }], undefined, {
    mode: "replace",
  });
  expect(left.counts).toMatchObject({ withdrawn: 1 });
  expect(await residuals(city, given)).toEqual([80, 100, 30, 50]);
});

test("a dry run says what is missing and takes nothing", async () => {
  const report = await send([FULL], undefined, { dryRun: "true" });
  expect(report.counts).toMatchObject({ new: 1 });
  expect(await residuals(city, given)).toEqual([80, 100, 30, 50]);
});

test("a lead's clerk names another unit's resource: it counts once that unit or the secretariat sends it", async () => {
  const line = { ...FULL, 对应资源号: "R1×20→N1" };
  expect(codesOf(await send([line], city.clerkOf(ASKER)))).toEqual(["COMMITMENT_OUT_OF_SCOPE"]);
  expect((await residuals(city, given))[0]).toBe(80);
  await send([line]);
  expect((await residuals(city, given))[0]).toBe(60);
  await send([line], city.clerkOf(ASKER));
  expect((await residuals(city, given))[0]).toBe(60);
});

test("a partner that has left stays away though the lead sends its sheet again", async () => {
  const { results } = await send([FULL]);
  const { errors } = await city.clerkOf(HOSPITAL).query(
    `mutation { withdrawFromProject(input: { projectId: "${results[0]?.id ?? ""}",
      unitId: "${city.unit(HOSPITAL)}", reason: "另有任务", idempotencyKey: "一" }) { __typename } }`,
  );
  expect(errors).toBeUndefined();
  const report = await send([{ ...FULL, 风险: "天气、人手" }]);
  expect(codesOf(report)).toEqual(["PARTNER_WITHDRAWN"]);
  expect(await residuals(city, given)).toEqual([80, 60, 30, 10]);
});

test.each([
  [{ 对应资源号: "R9×1" }, "UNKNOWN_RESOURCE"],
  [{ 对应需求号: "N9" }, "UNKNOWN_NEED"],
  [{ 对应资源号: "R1×1、R1×2" }, "COMMITMENT_TWICE"],
  [{ 对应资源号: "R1×0" }, "QUANTITY_ZERO"],
  [{ 预算: "20人" }, "NOT_MONEY"],
  [{ 项目名称: "" }, "REQUIRED"],
  [{ 开始: "2026-12-31", 完成时限: "2026-09-10" }, "PERIOD_REVERSED"],
])("a line with %j is refused: %s", async (changes, code) => {
  const report = await send([{ ...FULL, ...changes }]);
  expect(codesOf(report)).toContain(code);
  expect(report.counts).toMatchObject({ new: 0, refused: 1 });
});

test.each([
  [{ 参与单位: "邻家读书会" }, "UNKNOWN_PARTNER"],
  [{ "进展/状态": "等消息" }, "PROGRESS_UNCLEAR"],
])("a line with %j is taken with a notice: %s", async (changes, code) => {
  const report = await send([{ ...FULL, ...changes }]);
  expect(codesOf(report)).toContain(code);
  expect(report.counts).toMatchObject({ new: 1, refused: 0 });
});

test("two units call a resource alike: the partner's is meant, and without a partner nothing is guessed", async () => {
  await city.secretariat().upload({
    list: "resources",
    file: `单位,编号,资源名称,数量,服务范围\n市司法局,R1,别的东西,5,全市\n`,
  });
  const line = { 项目名称: "同号", 地点: "全市", 对应资源号: "R1×5" };
  const [other] = await city.db.query<{ name: string }[]>(
    "select short_name as name from unit where short_name not in ('市司法局', '康禾医院', '启工职校') order by id limit 1",
  );
  const lead = other?.name ?? "";
  expect(codesOf(await send([{ ...line, 牵头单位: lead }]))).toEqual(["RESOURCE_AMBIGUOUS"]);
  expect((await send([{ ...line, 牵头单位: lead, 参与单位: HOSPITAL }])).counts).toMatchObject({ new: 1 });
  expect((await residuals(city, given))[0]).toBe(75);
});

test("a list that is taken back takes its promises along, unless they have been made to others since", async () => {
  const first = await send([{ ...FULL, 对应需求号: "", 对应资源号: "R1×60" }]);
  await send([{ ...FULL, 对应需求号: "", 对应资源号: "R1×10" }]);
  const back = async (key: string): Promise<unknown> => {
    const { data, errors } = await city.secretariat().query<{ revertPublication: unknown }>(
      `mutation { revertPublication(input: { list: "projects", unitId: "${city.unit(ASKER)}", publicationId: "${first.id}",
        dryRun: false, idempotencyKey: "${key}" }) { __typename ... on UserError { code } } }`,
    );
    return errors ?? data?.revertPublication;
  };
  await city.secretariat().upload({
    list: "projects",
    file: `项目名称,牵头单位,地点,对应资源号\n另一个,${SCHOOL},全市,R1×50\n`,
  });
  expect(await back("一")).toMatchObject({ code: "OVERCOMMITTED" });
  expect((await residuals(city, given))[0]).toBe(20);
  await city.db.query("update project set progress = 'DONE' where title = '另一个'");
  expect(await back("二")).toMatchObject({ __typename: "RevertPublicationSuccess" });
  expect((await residuals(city, given))[0]).toBe(20);
});
