import { category } from "@gongjian/shared/contracts/categories";
import type { NeedFacts } from "../matching/facts.ts";
import { titleOf, type ReadNeed } from "./likeness.ts";

/** Why two needs look alike, in sentences. */
export function whatIsTheSame(a: ReadNeed, b: ReadNeed): string[] {
  const [one, other] = [a.need, b.need];
  const said = [...a.meaning.said].filter((concept) => b.meaning.said.has(concept)).slice(0, 3);
  const kind = one.category === other.category ? category(one.category ?? "") : null;
  const groups = one.audience.filter((group) => other.audience.includes(group));
  return [
    titleOf(a) === titleOf(b) ? "名称相同" : "",
    said.length === 0 ? "" : `都说到${said.join("、")}`,
    kind === null ? "" : `都是${kind.name}`,
    one.areaCode === other.areaCode
      ? `都在${areaName(one)}`
      : `都在${nameOf(one, one.areaCode.slice(0, 12))}`,
    groups.length === 0 ? "" : `都为${groups.join("、")}`,
    sharedTime(one, other),
    one.unitId === other.unitId ? "同一单位提出" : "",
  ].filter(Boolean);
}

/** What is different about them, first need first. */
export function whatIsDifferent(a: ReadNeed, b: ReadNeed): string[] {
  const [one, other] = [a.need, b.need];
  const differ = (label: string, first: string, second: string): string =>
    first === second ? "" : `${label}：${first}，${second}`;
  return [
    differ("名称", one.title, other.title),
    differ("地点", areaName(one), areaName(other)),
    differ("数量", amountOf(one), amountOf(other)),
    differ("时段", windowOf(one), windowOf(other)),
    differ("时间要求", one.schedule || "未写", other.schedule || "未写"),
    differ("服务对象", groupsOf(one), groupsOf(other)),
    one.unitId === other.unitId ? "" : "由不同单位提出",
  ].filter(Boolean);
}

function sharedTime(one: NeedFacts, other: NeedFacts): string {
  const from = [one.neededFrom, other.neededFrom]
    .filter((day) => day !== null)
    .sort()
    .at(-1);
  const to = [one.neededTo, other.neededTo].filter((day) => day !== null).sort()[0];
  if (from === undefined && to === undefined) return "";
  return `时段相交：${from ?? "即日"}至${to ?? "长期"}`;
}

function areaName(need: NeedFacts): string {
  return nameOf(need, need.areaCode);
}

function nameOf({ areaNames }: NeedFacts, code: string): string {
  return areaNames[code] ?? code;
}

function amountOf({ quantity, unitOfMeasure }: NeedFacts): string {
  return quantity === null ? "未写" : `${quantity}${unitOfMeasure ?? ""}`;
}

function windowOf({ neededFrom, neededTo }: NeedFacts): string {
  return neededFrom === null && neededTo === null ? "未写" : `${neededFrom ?? "即日"}至${neededTo ?? "长期"}`;
}

function groupsOf({ audience }: NeedFacts): string {
  return audience.length === 0 ? "未写" : audience.join("、");
}
