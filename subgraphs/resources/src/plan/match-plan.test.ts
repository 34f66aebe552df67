import { startCity, type City } from "../testing/city.ts";
import { askForPlan, startPlanner, untilEnded, type PlanSeen } from "./testing/planner.ts";
import {
  ASKER,
  EAST,
  NORTH,
  OTHERS,
  publishUnevenTown,
  publishWheelchairs,
  STREET,
  UNIT_A,
} from "./testing/wheelchairs.ts";

let city: City;
let planner: { stop(): Promise<void> };
beforeAll(async () => {
  city = await startCity();
  planner = await startPlanner(city);
});
afterAll(async () => {
  await planner.stop();
  await city.stop();
});
beforeEach(async () => {
  await city.clear();
  await city.db.query("truncate match_plan cascade");
});

let keys = 0;

/** The plan that the street's secretariat asks for, when it is made. */
async function planned(input: Record<string, unknown> = {}): Promise<PlanSeen> {
  const caller = city.secretariat(STREET);
  const asked = await askForPlan(caller, { areaCode: STREET, idempotencyKey: `k${keys++}`, ...input });
  return untilEnded(caller, asked.plan?.id);
}

function loadOf(plan: PlanSeen, unit: string): number | undefined {
  return plan.loads.nodes.find(({ ownerName }) => ownerName.includes(unit))?.needs;
}

const NAME_OF_A = "宁国市启工职业技术学校";

describe("a fair plan", () => {
  beforeEach(() => publishUnevenTown(city));

  it("serves all 61 as the unfair one does, takes A from 22 to at most 11, and states the score given up", async () => {
    const unfair = await planned({ goals: ["URGENT", "SERVED", "SCORE"] });
    const fair = await planned({ goals: ["URGENT", "SERVED", "FAIR", "SCORE"] });

    expect([unfair.servedCount, fair.servedCount]).toEqual([61, 61]);
    expect(loadOf(unfair, NAME_OF_A)).toBeGreaterThanOrEqual(22);
    expect(loadOf(fair, NAME_OF_A)).toBeLessThanOrEqual(11);
    expect(fair.fairness).toMatchObject({ unitsWithMatch: 6, unitsActive: 6, largestLoad: 11 });

    const scoreOf = (plan: PlanSeen): number => plan.goals.find(({ goal }) => goal === "SCORE")?.value ?? 0;
    const [cost] = fair.goals.find(({ goal }) => goal === "FAIR")?.costs ?? [];
    expect(cost?.goal).toBe("SCORE");
    expect(cost?.givenUp).toBeCloseTo(scoreOf(unfair) - scoreOf(fair), 9);
    expect(cost?.givenUp).toBeGreaterThan(0);
    expect(fair.summary).toMatch(
      /^61条需求全部有着落；.+承担最多，11条；为公平让出总分\d+\.\d\d（\d+\.\d%）。$/,
    );
    expect(fair.summary).toContain(cost?.message);
  });

  it("comes of a cap too, which says what it cost", async () => {
    const plan = await planned({ unitCap: 11 });

    expect(plan).toMatchObject({ servedCount: 61, isPriced: true, fairness: { largestLoad: 11 } });
    expect(plan.unitCapCosts).toEqual([
      {
        goal: "SCORE",
        givenUp: expect.any(Number) as number,
        message: expect.stringMatching(/^让出总分/) as string,
      },
    ]);
    expect(plan.summary).toMatch(/11条（上限11）；为单位上限让出总分/);
  });

  it("names the unit that carries what it may, where a cap leaves needs with nothing", async () => {
    const plan = await planned({ unitCap: 10 });

    expect(plan.servedCount).toBe(60);
    expect(plan.unserved.nodes).toEqual([
      {
        need: { title: "老人要借轮椅" },
        code: "UNIT_AT_FAIR_SHARE",
        message: expect.stringMatching(/已承担10条（上限10条）/) as string,
      },
    ]);
    expect(plan.summary).toMatch(/^61条需求中60条有着落，1条没有；/);
  });

  it("is the same when it is asked for again", async () => {
    const [first, second] = [await planned(), await planned()];

    expect(first.id).not.toBe(second.id);
    expect(second.lines).toEqual(first.lines);
    expect(second.loads).toEqual(first.loads);
    expect(second.goals).toEqual(first.goals);
    expect(second.summary).toBe(first.summary);
  });

  it("promises nothing: it writes no table but its own", async () => {
    const before = await everythingElse();
    const plan = await planned();
    expect(plan.lines.nodes).toHaveLength(61);
    expect(await everythingElse()).toEqual(before);
  });
});

async function everythingElse(): Promise<unknown> {
  const tables = [
    "resource",
    "need",
    "supply",
    "project",
    "project_commitment",
    "publication",
    "listing_notice",
  ];
  return Promise.all(tables.map((table) => city.db.query(`select * from ${table} order by 1`)));
}

describe("things that are given away", () => {
  it("are shared out by number: one need may draw on two units, and no unit gives more than it has", async () => {
    await publishWheelchairs(city, {
      needs: [
        { count: 1, place: EAST, quantity: 10 },
        { count: 1, place: EAST, quantity: 8 },
      ],
      supplies: [
        { unit: UNIT_A, place: EAST, quantity: 12 },
        { unit: OTHERS[0], place: "西津街道", quantity: 4 },
      ],
    });
    const plan = await planned();

    const given = (unit: string): number =>
      plan.lines.nodes
        .filter((line) => line.ownerName.includes(unit))
        .reduce((sum, line) => sum + (line.amount ?? 0), 0);
    expect([given(NAME_OF_A), given("康禾医院")]).toEqual([12, 4]);
    expect(plan.lines.nodes.every((line) => line.unitOfMeasure === "辆" && line.month === null)).toBe(true);
    expect(plan.servedCount).toBe(2);
    expect(plan.summary).toContain("2条需求全部有着落，其中1条只满足一部分");
  });

  it("are counted even where their unit names no category", async () => {
    await publishWheelchairs(city, {
      needs: [{ count: 3, place: EAST }],
      supplies: [{ unit: UNIT_A, place: EAST, quantity: 2, category: "" }],
    });
    expect((await planned()).lines.nodes.map(({ amount }) => amount)).toEqual([1, 1]);
  });

  it("are less by what projects take, and needs by what projects bring", async () => {
    await publishWheelchairs(city, {
      needs: [{ count: 1, place: EAST, quantity: 10 }],
      supplies: [{ unit: UNIT_A, place: EAST, quantity: 9 }],
    });
    await city.secretariat().upload({
      list: "projects",
      file: `项目名称,牵头单位,地点,对应需求号,对应资源号\n出行,${UNIT_A},全市,N1,R1×4\n`,
    });
    const [brought] = await city.db.query<{ count: number }[]>(
      "select count(*)::integer as count from project_commitment",
    );
    expect(brought?.count).toBe(1);

    const plan = await planned();
    expect(plan.lines.nodes.map(({ amount }) => amount)).toEqual([5]);
  });
});

describe("things that do not suffice", () => {
  it("go to the urgent need, and the other is told who has them", async () => {
    await publishWheelchairs(city, {
      needs: [
        { count: 1, place: EAST, title: "老人要借轮椅" },
        { count: 1, place: EAST, title: "术后急需轮椅", urgency: "紧急" },
      ],
      supplies: [{ unit: UNIT_A, place: EAST, quantity: 1 }],
    });
    const plan = await planned();

    expect(plan.lines.nodes.map(({ need }) => need?.title)).toEqual(["术后急需轮椅"]);
    expect(plan.unserved.nodes).toEqual([
      {
        need: { title: "老人要借轮椅" },
        code: "SUPPLIES_TAKEN",
        message: "合适的供给都给了别的需求：“轮椅外借”（给了“术后急需轮椅”）。",
      },
    ]);
    expect(plan.goals[0]?.message).toBe("有着落的：紧急1/1条，一般0/1条。");
  });
});

describe("what is used and not given", () => {
  async function publishHall(schedule: string): Promise<void> {
    const rows = Array.from(
      { length: 6 },
      (_, at) => `${ASKER},N${at + 1},居民开会借会议室,城东社区,2026-09-01,2026-10-31`,
    );
    await city.secretariat().upload({
      list: "needs",
      file: `单位,编号,需求名称,地点,开始日期,截止日期\n${rows.join("\n")}\n`,
    });
    await city.secretariat().upload({
      list: "resources",
      file: `单位,编号,资源名称,类别,数量,计量单位,服务范围,开始日期,结束日期,可用时间\n${UNIT_A},R1,会议室,会议室,1,间,全市,2026-09-01,2027-08-31,${schedule}\n`,
    });
  }

  it("is engaged by the month, as often as its week allows", async () => {
    await publishHall("周三下午");
    const plan = await planned();

    expect(plan.lines.nodes.map(({ month, amount }) => [month, amount])).toEqual([
      ["2026-09", null],
      ["2026-10", null],
    ]);
    expect(plan.unserved.nodes.map(({ code }) => code)).toEqual(Array(4).fill("SUPPLIES_TAKEN"));
  });

  it("and on every working day three times a month", async () => {
    await publishHall("工作日");
    const plan = await planned();

    expect(plan.lines.nodes.map(({ month }) => month)).toEqual([
      ...Array<string>(3).fill("2026-09"),
      ...Array<string>(3).fill("2026-10"),
    ]);
  });

  it("leaves out the months that are over by the day that is asked for", async () => {
    await publishHall("工作日");
    const plan = await planned({ openOn: "2026-10-05" });

    expect(plan.lines.nodes.map(({ month }) => month)).toEqual(Array(3).fill("2026-10"));
  });
});

describe("a need without anything", () => {
  it("says what keeps supplies away, with the same code as why-not", async () => {
    await publishWheelchairs(city, {
      needs: [{ count: 1, place: EAST }],
      supplies: [{ unit: UNIT_A, place: NORTH, quantity: 5 }],
    });
    const plan = await planned();

    const { data } = await city
      .secretariat()
      .query<{ needs: { nodes: { whyNot: { code: string; message: string }[] }[] } }>(
        "{ needs { nodes { whyNot { code message } } } }",
      );
    const [reason] = data?.needs.nodes[0]?.whyNot ?? [];
    expect(reason?.message).toMatch(/[一-龥]/);
    expect(plan.unserved.nodes).toMatchObject([reason]);
    expect(plan.summary).toBe("1条需求中0条有着落，1条没有。");
  });

  it("says when nothing reaches the score that was asked for", async () => {
    await publishWheelchairs(city, {
      needs: [{ count: 1, place: EAST }],
      supplies: [{ unit: UNIT_A, place: "全市", quantity: 5 }],
    });
    const plan = await planned({ minScore: 0.99 });

    expect(plan.unserved.nodes).toMatchObject([{ code: "BELOW_MIN_SCORE" }]);
  });

  it("an area without needs has an empty plan", async () => {
    const plan = await planned();
    expect(plan).toMatchObject({
      state: "DONE",
      summary: "这个区域没有要安排的需求。",
      lines: { nodes: [] },
      unserved: { nodes: [] },
      loads: { nodes: [] },
    });
  });

  it("a unit's own resource is never planned for it", async () => {
    await publishWheelchairs(city, {
      needs: [{ count: 1, place: EAST }],
      supplies: [{ unit: "市司法局", place: EAST, quantity: 5 }],
    });
    expect(await planned()).toMatchObject({
      lines: { nodes: [] },
      unserved: { nodes: [{ need: { title: "老人要借轮椅" } }] },
    });
  });
});
