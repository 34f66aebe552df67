import type { WhyNotCode } from "../matching/why-not.ts";
import type { Findings } from "./survey.ts";
import type { UnmetNeedView } from "./reasons-of-need.ts";
import type { UnmetReason } from "./unmet.type.ts";

/** A reason with the needs of which it is the foremost. */
export interface UnmetReasonView extends UnmetReason {
  readonly needIds: readonly string[];
}

/** What keeps the nearest supply away, said of many needs. */
const SENTENCES: Readonly<Record<WhyNotCode, string>> = {
  NO_SUPPLY_IN_CATEGORY: "没有单位公布能办这件事的资源",
  NEAR_CATEGORY_ONLY: "没有单位有正合适的，只有相近的",
  SELF_MATCH: "只有提出需求的单位自己有",
  ROW_SUSPENDED: "能办的资源已经暂停",
  ROW_STALE: "能办的资源一年多没有确认，可能不再有效",
  OUT_OF_AREA: "能办的资源不服务需求所在的地方",
  TARGET_EXCLUDED: "能办的资源不面向这些人",
  NO_SLOT_BEFORE_DEADLINE: "能办的资源，有效期与需要的时间错开",
  LEAD_TIME: "能办的资源来不及预约",
  UNIT_NOT_CONVERTIBLE: "能办的资源计量单位不同，算不出够不够",
  NOT_ENOUGH: "能办的资源数量不够",
  QUALIFICATION_MISSING: "能办的单位没有写明需求点名要的资质",
};

/** The foremost reasons of needs, those of most needs first. */
export function byReason({ asked, unmet }: Findings): UnmetReasonView[] {
  const needsByCode = new Map<WhyNotCode, UnmetNeedView[]>();
  for (const need of unmet) {
    const code = foremost(need);
    if (code === null) continue;
    const known = needsByCode.get(code);
    if (known === undefined) needsByCode.set(code, [need]);
    else known.push(need);
  }
  return [...needsByCode]
    .map(([code, needs]) => ({
      code,
      needs: needs.length,
      message: `${asked}条需求里有${needs.length}条：${SENTENCES[code]}。`,
      ...commonestChange(needs),
      needIds: needs.map(({ needId }) => needId),
    }))
    .sort((a, b) => b.needs - a.needs || (a.code < b.code ? -1 : 1));
}

/** What counts as the reason where there are several: it is the first that the nearest supply fails for. */
export function foremost({ reasons }: UnmetNeedView): WhyNotCode | null {
  return reasons[0]?.code ?? null;
}

function commonestChange(needs: readonly UnmetNeedView[]): Pick<UnmetReason, "change" | "changeNeeds"> {
  const counts = new Map<string, number>();
  for (const { reasons } of needs) {
    const change = reasons[0]?.change ?? null;
    if (change !== null) counts.set(change, (counts.get(change) ?? 0) + 1);
  }
  let [change, changeNeeds]: [string | null, number] = [null, 0];
  for (const [text, count] of counts) if (count > changeNeeds) [change, changeNeeds] = [text, count];
  return { change, changeNeeds };
}
