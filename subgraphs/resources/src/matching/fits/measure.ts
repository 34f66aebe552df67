/** What a unit of measure counts, and how many base units one is. */
export interface Measure {
  readonly dimension: Dimension;
  readonly factor: number;
}

/** PIECE: things counted one by one, whatever the classifier (把、张、台); SESSION: times that something is done. */
export type Dimension =
  "PERSON" | "PIECE" | "HOUSEHOLD" | "SESSION" | "LENGTH" | "AREA" | "VOLUME" | "MASS" | "MONEY" | "TIME";

const MEASURES: Readonly<Record<Dimension, string>> = {
  PERSON: "人 座 位 名 个人 座位 人次 床 床位 席 学员 口 号 岗 岗位",
  PIECE:
    "个 只 件 把 套 张 副 顶 台 箱 份 条 盏 块 株 棵 盆 辆 部 架 支 根 本 册 双 身 床被 袋 瓶 桶 罐 盒 包 捆 卷 面 幅 扇 组 样 篇 枝 柄 枚 艘 顶帐 种 册书 座椅 具 组合 处 点 车位 位车",
  HOUSEHOLD: "户 家",
  SESSION: "次 场 场次 趟 期 班 课 节 堂 回 轮 课时 项 单 批 班次 单次 项目",
  LENGTH: "米 公里*1000 千米*1000 里*500 厘米*0.01",
  AREA: "平方米 平米 平方 ㎡ m2 亩*666.67 公顷*10000",
  VOLUME: "升 l 立方米*1000 立方*1000 方*1000 毫升*0.001",
  MASS: "公斤 千克 kg 斤*0.5 吨*1000 克*0.001 两*0.05",
  MONEY: "元 块钱 万元*10000 万*10000 千元*1000 百元*100",
  TIME: "小时 天*24 日*24 周*168 个月*720 月*720 年*8760 分钟*0.0166667",
};

const KNOWN: ReadonlyMap<string, Measure> = new Map(
  (Object.keys(MEASURES) as Dimension[]).flatMap((dimension) =>
    MEASURES[dimension].split(" ").map((entry): [string, Measure] => {
      const [unit = "", factor = "1"] = entry.split("*");
      return [unit, { dimension, factor: Number(factor) }];
    }),
  ),
);

/** Physical measures and money: what is counted so is never what is counted otherwise. */
const PHYSICAL: ReadonlySet<Dimension> = new Set(["LENGTH", "AREA", "VOLUME", "MASS", "MONEY"]);

/** Null for a unit that is not known. @param unit as written: 平方米、斤、把 */
export function measureOf(unit: string | null): Measure | null {
  return unit === null ? null : (KNOWN.get(unit.normalize("NFKC").trim().toLowerCase()) ?? null);
}

/** Whether an amount in one measure says nothing about an amount in the other: metres and kilograms. */
export function excludeEachOther(a: Measure | null, b: Measure | null): boolean {
  if (a === null || b === null || a.dimension === b.dimension) return false;
  return PHYSICAL.has(a.dimension) && PHYSICAL.has(b.dimension);
}
