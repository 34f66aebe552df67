import type { CellParser } from "@gongjian/shared/import/list-definition";
import { foldWord } from "@gongjian/shared/import/values/text";

/** A latitude or longitude in decimal degrees; empty is null. */
export function degrees(limit: number): CellParser<number | null> {
  return (sent, cell) => {
    const text = foldWord(sent).replace(/°$/, "");
    if (text === "") return null;
    const value = /^-?\d{1,3}(\.\d{1,12})?$/.test(text) ? Number(text) : NaN;
    if (Math.abs(value) <= limit) return value;
    return cell.refuse("DEGREES_INVALID", `“${cell.label}”应为 -${limit} 到 ${limit} 的十进制度数。`);
  };
}
