import { newId } from "@gongjian/shared/id";
import { startCity, type City } from "../testing/city.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

const LIST = (unit: string): string => `单位,名称,服务范围\n${unit},会议室,全市\n`;

test("a unit is known by its new name once its owner has told of it", async () => {
  await tell(2, "新名字单位");
  expect(await refusedCodes("新名字单位")).toEqual([]);
  expect(await refusedCodes("启工职校")).toEqual(["UNKNOWN_UNIT"]);
});

test("news that come late change nothing", async () => {
  await tell(4, "第四个名字");
  await tell(3, "第三个名字");
  expect(await refusedCodes("第四个名字")).toEqual([]);
  expect(await refusedCodes("第三个名字")).toEqual(["UNKNOWN_UNIT"]);
});

test("a unit that has moved takes its place with it: another street's secretariat may publish for it", async () => {
  const list = LIST("康禾医院");
  const xijin = city.secretariat("341881001");
  expect((await xijin.upload({ list: "resources", file: list })).report.counts.refused).toBe(1);
  await city.deliver([
    {
      type: "organisation.registered",
      aggregate: city.unit("康禾医院"),
      version: 2,
      state: {
        id: city.unit("康禾医院"),
        uscc: null,
        name: "宁国市康禾医院",
        shortName: "康禾医院",
        kind: "PUBLIC_INSTITUTION",
        areaCode: "341881001001",
      },
    },
  ]);
  expect((await xijin.upload({ list: "resources", file: list })).report.counts.new).toBe(1);
});

test("a new area can be named at once", async () => {
  const code = "341881001098";
  await city.deliver([
    {
      type: "area.registered",
      aggregate: code,
      version: 1,
      state: { code, parentCode: "341881001", level: "COMMUNITY", name: "新设社区" },
    },
  ]);
  const file = "单位,名称,服务范围\n康禾医院,义诊,新设社区\n";
  expect((await city.secretariat().upload({ list: "resources", file })).report.counts.new).toBe(1);
});

async function tell(version: number, shortName: string): Promise<void> {
  const id = city.unit("启工职校");
  await city.deliver([
    {
      type: "organisation.registered",
      aggregate: id,
      version,
      state: {
        id,
        uscc: null,
        name: `${shortName}${newId()}`,
        shortName,
        kind: "SCHOOL",
        areaCode: "341881003001",
      },
    },
  ]);
}

async function refusedCodes(unit: string): Promise<string[]> {
  const { report } = await city.secretariat().upload({ list: "resources", file: LIST(unit) });
  return report.problems.map(({ code }) => code);
}
