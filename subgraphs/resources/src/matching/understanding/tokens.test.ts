import { conceptsIn } from "./concepts.ts";
import { predict } from "./predict.ts";
import { segment } from "./segment.ts";
import { needTokens, supplyTokens } from "./tokens.ts";

describe("understanding a text", () => {
  it("lets numbers, measures and empty words fall out", () => {
    const words = segment("想借三十多张折叠桌，大概用 2 天");

    expect(words).toContain("折叠桌");
    expect(words).not.toContain("三十多");
    expect(words).not.toContain("想");
    expect(words).not.toContain("2");
  });

  it("finds what both sides mean though they share no word", () => {
    const need = predict(needTokens("夜里翻来覆去睡不着，心里堵得慌"))[0];
    const supply = predict(needTokens("持证咨询师一对一心理疏导"))[0];

    expect([need?.category, supply?.category]).toEqual(["B02", "B02"]);
  });

  it("bridges a short gap inside a clause, not across clauses", () => {
    expect(conceptsIn("灯早就坏了")).toContain("#换灯泡修灯");
    expect(conceptsIn("灯很亮，门坏了")).not.toContain("#换灯泡修灯");
  });

  it("lets a longer expression speak for the shorter ones inside it", () => {
    expect(conceptsIn("理发")).toContain("#理发服务");
    expect(conceptsIn("理发培训")).not.toContain("#理发服务");
  });

  it("does not hear what a clause says not to want, or to have already", () => {
    expect(conceptsIn("要设备本身，不是培训室")).not.toContain("#会议培训场地");
    expect(conceptsIn("投影我们自己带")).not.toContain("#投影外借");
    expect(conceptsIn("要带投影")).toContain("#投影外借");
  });

  it("takes one character for a word only where it is one", () => {
    const drums = (text: string): string[] => conceptsIn(text).filter((concept) => /鼓|队/.test(concept));
    expect(drums("腰鼓队的鼓破了")).not.toEqual([]);
    expect(drums("鼓励大家来")).toEqual([]);
  });

  it.each([
    ["家里马桶堵了往上冒水", "G03"],
    ["孩子放学早，大人下班晚，没人接", "E01"],
    ["想找个律师看看租房合同", "B01"],
    ["老人想学用微信视频聊天", "K03"],
    ["河道边垃圾没人清理，想组织打扫", "J01"],
    ["门口车乱停，想请人重新划线", "I02"],
  ])("guesses the category of 「%s」", (text, category) => {
    expect(predict(needTokens(text)).map((guess) => guess.category)).toContain(category);
    expect(predict(needTokens(text))[0]?.category).toBe(category);
  });

  it("marks a supply with its category and family, so that the index finds it without a shared word", () => {
    const tokens = supplyTokens({ title: "轮椅外借", description: "", category: "C04" });

    expect(tokens).toEqual(expect.arrayContaining(["=C04", "=C", "#轮椅外借", "~轮椅外借", "^C04", "轮椅"]));
  });

  it("gives the same tokens each time", () => {
    expect(needTokens("想借轮椅\n用两个月")).toEqual(needTokens("想借轮椅\n用两个月"));
  });
});

describe("a text made to take long", () => {
  it("is through with a clause of thousands of expressions as soon as with any other", () => {
    const clause = "停车位".repeat(4_000);
    conceptsIn("停车位");
    const start = performance.now();
    expect(conceptsIn(clause).length).toBeGreaterThan(3_000);
    expect(performance.now() - start).toBeLessThan(500);
  });
});
