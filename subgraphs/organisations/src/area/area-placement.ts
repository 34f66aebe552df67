import { LEVELS, levelAbove, levelOfCode, type AreaLevel } from "./area-level.ts";

export interface AreaPlace {
  readonly code: string;
  readonly parentCode: string | null;
  readonly level: AreaLevel;
}

export type PlacementCode =
  "AREA_CODE_MISMATCH" | "UNKNOWN_PARENT" | "CYCLE" | "AREA_LEVEL_SKIP" | "GRID_LEVEL_SKIP";

/** Why an area cannot stand where it is put. */
export interface PlacementFault {
  readonly code: PlacementCode;
  readonly message: string;
  readonly field: "code" | "parentCode" | "level";
}

/**
 * The first fault of an area's place in the tree. Everything but whether the parent exists follows from the
 * codes, because each level adds three digits to its parent's code.
 */
export function placementFault(place: AreaPlace): PlacementFault | null {
  return codeFault(place) ?? (place.level === "COUNTY" ? countyFault(place) : parentFault(place));
}

export function unknownParent(parentCode: string): PlacementFault {
  return fault("UNKNOWN_PARENT", "parentCode", `上级区域 ${parentCode} 没有登记，请先登记上级。`);
}

function codeFault({ code, level }: AreaPlace): PlacementFault | null {
  const { codeLength, label } = LEVELS[level];
  if (/^\d+$/.test(code) && code.length === codeLength) return null;
  return fault("AREA_CODE_MISMATCH", "code", `${label}的代码应为 ${codeLength} 位数字，收到“${code}”。`);
}

function countyFault({ code, parentCode }: AreaPlace): PlacementFault | null {
  if (parentCode === null) return null;
  if (parentCode.startsWith(code)) return cycle(code, parentCode);
  return fault("AREA_LEVEL_SKIP", "parentCode", `${LEVELS.COUNTY.label}是最高一级，不能有上级区域。`);
}

function parentFault({ code, parentCode, level }: AreaPlace): PlacementFault | null {
  if (parentCode === null) {
    return fault("UNKNOWN_PARENT", "parentCode", `${LEVELS[level].label}必须写明上级区域代码。`);
  }
  if (parentCode.startsWith(code)) return cycle(code, parentCode);
  return levelFault(parentCode, level) ?? prefixFault(code, parentCode);
}

function levelFault(parentCode: string, level: AreaLevel): PlacementFault | null {
  const parentLevel = levelOfCode(parentCode);
  const expected = levelAbove(level);
  if (parentLevel === null || expected === null) return unknownParent(parentCode);
  if (parentLevel === expected) return null;
  const isGrid = level === "GRID" || level === "MICRO_GRID";
  return fault(
    isGrid ? "GRID_LEVEL_SKIP" : "AREA_LEVEL_SKIP",
    "parentCode",
    `${LEVELS[level].label}的上级应为${LEVELS[expected].label}，` +
      `${parentCode} 是${LEVELS[parentLevel].label}，不能越级。`,
  );
}

function prefixFault(code: string, parentCode: string): PlacementFault | null {
  if (code.startsWith(parentCode)) return null;
  return fault("AREA_CODE_MISMATCH", "code", `区域代码 ${code} 应以上级代码 ${parentCode} 开头。`);
}

function cycle(code: string, parentCode: string): PlacementFault {
  return fault("CYCLE", "parentCode", `上级 ${parentCode} 是 ${code} 自己或它的下级，会成环。`);
}

function fault(code: PlacementCode, field: PlacementFault["field"], message: string): PlacementFault {
  return { code, field, message };
}
