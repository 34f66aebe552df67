/** How a number format shows a number: as itself, as a day (with its time, if it has one), or as a time. */
export type NumberKind = "NUMBER" | "DATE" | "TIME" | "DURATION";

/** Formats that are known by number: those of every Excel, and those of Chinese ones. */
const BUILT_IN: Readonly<Record<NumberKind, readonly number[]>> = {
  NUMBER: [],
  DATE: [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58],
  TIME: [18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56],
  DURATION: [46],
};

const KIND_BY_ID = new Map(
  (Object.keys(BUILT_IN) as NumberKind[]).flatMap((kind) => BUILT_IN[kind].map((id) => [id, kind] as const)),
);

export function kindOfBuiltIn(id: number): NumberKind {
  return KIND_BY_ID.get(id) ?? "NUMBER";
}

/**
 * What a custom format code shows: `yyyy"年"m"月"d"日"` a day, `h:mm` a time, `[h]:mm` a duration. Quoted text
 * is no part of it: `0"月"` is a number of months.
 */
export function kindOfCode(code: string): NumberKind {
  const duration = /\[(?:h+|m+|s+)\]/i.test(code);
  const symbols = code
    .replace(/"[^"]*"?/g, "")
    .replace(/[\\_*]./g, "")
    .replace(/\[[^\]]*\]?/g, "")
    .replace(/;[^]*/, "")
    .replace(/general|am\/pm|a\/p/gi, "")
    .toLowerCase();
  if (duration) return "DURATION";
  if (/[yd]/.test(symbols)) return "DATE";
  if (/[hs]/.test(symbols)) return "TIME";
  return symbols.includes("m") ? "DATE" : "NUMBER";
}
