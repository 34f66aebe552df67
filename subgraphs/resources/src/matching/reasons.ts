import { category } from "@gongjian/shared/contracts/categories";
import type { IndexedSupply, NeedFacts } from "./facts.ts";
import { THE_VERY_THING } from "./gates/same-thing.ts";
import type { Judgement } from "./judge.ts";
import type { PartName } from "./policy/policy.ts";

const COSTS: Readonly<Record<string, string>> = { FREE: "免费", DISCOUNT: "有优惠", COST_PRICE: "只收成本" };

/** Why this supply, in sentences made from the same numbers as the score. The weak points are said too. */
export function reasonsFor(judgement: Judgement): string[] {
  const { need, supply } = judgement;
  return [
    ofCategory(judgement),
    ofWords(need, supply),
    ofPlace(need, supply),
    ofTime(judgement),
    ofCapacity(judgement),
    ofTarget(judgement),
    COSTS[supply.cost] ?? null,
    supply.minNoticeDays > 0 ? `需提前${supply.minNoticeDays}天联系` : null,
  ].filter((sentence) => sentence !== null);
}

function ofCategory({ need, supply, fits: { likeness } }: Judgement): string | null {
  const name = supply.category === null ? null : (category(supply.category)?.name ?? supply.category);
  if (name === null) return null;
  if (likeness < THE_VERY_THING) return `只是相近：这条属于${name}`;
  return need.category === supply.category ? `同属${name}` : `从文字看，要的是${name}`;
}

/** The things that both sides speak of. */
function ofWords(need: NeedFacts, supply: IndexedSupply): string | null {
  const offered = new Set(supply.tokens);
  const shared = [...new Set(need.tokens)].filter((token) => token.startsWith("#") && offered.has(token));
  return shared.length === 0 ? null : `两边说的都是“${shared.map((token) => token.slice(1)).join("、")}”`;
}

function ofPlace(need: NeedFacts, supply: IndexedSupply): string | null {
  if (!need.areaCode.startsWith(supply.coverageAreaCode)) return null;
  const where = supply.coverageAreaName ?? (supply.coverageAreaCode.length === 6 ? "全市" : "所在区域");
  return supply.coverageAreaCode === need.areaCode ? `就在${where}` : `服务范围是${where}，包括需求所在地`;
}

function ofTime({ need, supply, fits: { time } }: Judgement): string | null {
  if (!time.overlaps) return null;
  if (supply.schedule === "") return "对方没有写可提供的时间，要先问";
  if (!time.daysMeet || !time.hoursMeet) {
    return `${time.daysMeet ? "钟点" : "星期"}要商量：对方${supply.schedule}，需求${need.schedule}`;
  }
  return time.seasonMeets
    ? `时间合适：${supply.schedule}`
    : `季节要商量：对方${supply.schedule}，与需求的起止日期错开`;
}

function ofCapacity({ need, fits: { capacity } }: Judgement): string | null {
  if (capacity.available === null || capacity.asked === null) return null;
  const verdict = capacity.value === 1 ? "数量够" : "只够一部分";
  const asked = `${capacity.asked}${need.unitOfMeasure ?? ""}`;
  return `${verdict}：需要${asked}，可提供${capacity.available}${capacity.unit}`;
}

function ofTarget(judgement: Judgement): string | null {
  const target = valueOf(judgement, "target");
  if (target === 0) return null;
  const audience = judgement.supply.audience.join("、");
  return target === 1 ? `面向${audience}` : `面向${audience}，对象大体相符`;
}

function valueOf({ parts }: Judgement, name: PartName): number {
  return parts.find((part) => part.name === name)?.value ?? 0;
}
