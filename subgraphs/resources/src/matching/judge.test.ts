import type { IndexedSupply, NeedFacts } from "./facts.ts";
import { judge } from "./judge.ts";
import { reasonsFor } from "./reasons.ts";
import { explainAbsence } from "./why-not.ts";
import { POLICY_2 } from "./policy/policy.ts";
import { givenJudging, givenNeed, givenSupply } from "./testing/given.ts";

function first(supplies: IndexedSupply[], need = givenNeed()): string | undefined {
  return judge(need, supplies, givenJudging())[0]?.supply.id;
}

describe("the score", () => {
  it("is the sum of its parts, and each part its weight times its value", () => {
    for (const { score, parts } of judge(givenNeed(), [givenSupply()], givenJudging())) {
      expect(Math.abs(parts.reduce((sum, part) => sum + part.points, 0) - score)).toBeLessThan(1e-9);
      expect(parts.every(({ weight, value, points }) => Math.abs(points - weight * value) < 1e-9)).toBe(true);
      expect(parts.every(({ value }) => value >= 0 && value <= 1)).toBe(true);
    }
    expect(Object.values(POLICY_2.weights).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  it("and its parts are written without the noise of binary fractions", () => {
    const policy = { ...POLICY_2, weights: { ...POLICY_2.weights, category: 0.1, text: 0.2 } };
    const judged = judge(
      givenNeed(),
      [givenSupply(), givenSupply({ id: "b", schedule: "周末" })],
      givenJudging({ policy }),
    );

    const numbers = judged.flatMap(({ score, parts }) => [
      score,
      ...parts.flatMap((p) => [p.value, p.points]),
    ]);
    expect(numbers.filter((number) => String(number).length > "0.123456789012".length)).toEqual([]);
  });

  it("does not depend on the order of the rows, and equal rows stand by id", () => {
    const rows = ["c", "a", "b"].map((id) => givenSupply({ id }));
    const order = (list: IndexedSupply[]): string[] =>
      judge(givenNeed(), list, givenJudging()).map((j) => j.supply.id);

    expect(order(rows)).toEqual(["a", "b", "c"]);
    expect(order([...rows].reverse())).toEqual(["a", "b", "c"]);
  });

  it("puts the very thing before another thing of the same category", () => {
    const oxygen = givenSupply({ id: "a", title: "制氧机周转", description: "家用" });

    expect(first([oxygen, givenSupply({ id: "b" })])).toBe("b");
  });

  it("finds the right thing though the clerk's code is wrong", () => {
    const need = givenNeed({ category: "D01" });
    const money = givenSupply({ id: "a", category: "D01", title: "年度慈善捐款", description: "按名单" });

    expect(first([money, givenSupply({ id: "b" })], need)).toBe("b");
  });

  it("puts a service before a course in it", () => {
    const need = givenNeed({ category: "G01", title: "老人头发长了想理发", description: "" });
    const course = givenSupply({ id: "a", category: "H02", title: "养老护理取证班", description: "包教会" });
    const service = givenSupply({ id: "b", category: "G01", title: "志愿理发", description: "进小区剪头" });

    expect(first([course, service], need)).toBe("b");
  });

  it("has one value for a pair, whatever other rows stand beside it", () => {
    const alone = judge(givenNeed(), [givenSupply()], givenJudging())[0]?.score;
    const beside = judge(
      givenNeed(),
      [givenSupply(), givenSupply({ id: "z", title: "轮椅、拐杖" })],
      givenJudging(),
    );

    expect(beside.find(({ supply }) => supply.id === "supply-1")?.score).toBe(alone);
  });
});

describe("reasons", () => {
  it("are made from the same numbers", () => {
    const [judged] = judge(givenNeed({ quantity: 20 }), [givenSupply()], givenJudging());
    const reasons = judged === undefined ? [] : reasonsFor(judged);

    expect(reasons).toContain("同属医疗辅具");
    expect(reasons).toContain("两边说的都是“轮椅外借”");
    expect(reasons).toContain("只够一部分：需要20辆，可提供15辆");
    expect(reasons).toContain("服务范围是宁国市，包括需求所在地");
    expect(reasons).toContain("需提前1天联系");
  });
});

describe("reasons about time", () => {
  const reasons = (supply: Partial<IndexedSupply>, need: Partial<NeedFacts> = {}): string[] =>
    judge(givenNeed(need), [givenSupply(supply)], givenJudging()).flatMap(reasonsFor);

  it("do not call a time right that nobody wrote", () => {
    expect(reasons({ schedule: "" })).toContain("对方没有写可提供的时间，要先问");
  });

  it("say which of week, hours and season is to be talked over", () => {
    expect(reasons({ schedule: "工作日" }, { schedule: "周六" })).toContain(
      "星期要商量：对方工作日，需求周六",
    );
    expect(reasons({ schedule: "上午" }, { schedule: "晚间" })).toContain("钟点要商量：对方上午，需求晚间");
    expect(reasons({ schedule: "暑假" })).toContain("季节要商量：对方暑假，与需求的起止日期错开");
  });
});

describe("reasons about numbers", () => {
  it("name what the available ones are counted in, seats that the text speaks of as people", () => {
    const need = givenNeed({
      category: "A01",
      title: "开个大会",
      description: "",
      quantity: 100,
      unitOfMeasure: "座",
    });
    const hall = givenSupply({
      category: "A01",
      title: "会议室",
      description: "能坐120人",
      unitOfMeasure: "间",
    });
    const [judged] = judge(need, [hall], givenJudging());

    expect(judged && reasonsFor(judged)).toContain("数量够：需要100座，可提供120人");
    expect(judged?.gates).toContainEqual(
      expect.objectContaining({ code: "NOT_ENOUGH", message: "需要100座，可提供120人。" }),
    );
  });
});

describe("why nothing meets a need", () => {
  const absence = (supplies: IndexedSupply[]): object[] =>
    explainAbsence(judge(givenNeed(), supplies, givenJudging()), POLICY_2);

  it("is not asked where something does", () => {
    expect(absence([givenSupply()])).toEqual([]);
  });

  it("counts what the nearest rows fail on, with the change and up to three examples", () => {
    const rows = ["a", "b", "c", "d"].map((id) => givenSupply({ id, coverageAreaCode: "341881002" }));

    expect(absence(rows)).toEqual([
      expect.objectContaining({ code: "OUT_OF_AREA", count: 4, change: "把服务区域扩大到宁国市。" }),
    ]);
    expect(absence(rows)[0]).toHaveProperty("examples.length", 3);
  });

  it("names what is only related", () => {
    const related = givenSupply({ title: "护理床", description: "手摇床五张", category: "C04" });

    expect(absence([related])).toEqual([expect.objectContaining({ code: "NEAR_CATEGORY_ONLY" })]);
  });

  it("says so when nobody offers it at all", () => {
    const cinema = givenSupply({ title: "公益电影票", description: "每月一百张", category: "E05" });

    expect(absence([cinema])).toEqual([expect.objectContaining({ code: "NO_SUPPLY_IN_CATEGORY", count: 0 })]);
  });
});
