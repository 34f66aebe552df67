import type { CellParser } from "../list-definition.ts";
import { chineseNumber } from "./chinese-number.ts";
import { remembered } from "./remembered.ts";
import { foldWord } from "./text.ts";

const MOST_DAYS = 366;
const DAYS =
  /^(?:需?提前|至少)?(\d{1,4}|[一二两三四五六七八九十]+)个?(工作日|天|日|周|星期|月)?(?:以上|预约)?$/;

const DAYS_PER_UNIT: Readonly<Record<string, number>> = { 工作日: 1, 周: 7, 星期: 7, 月: 30 };

/** How many days ahead: 5, 5天, 提前5天; 一周 is 7, with a notice. Empty: null. */
export function days(): CellParser<number | null> {
  return remembered((sent, cell) => {
    const text = foldWord(sent);
    if (text === "") return null;
    const { count, factor } = readDays(text);
    if (count === null) {
      return cell.refuse(
        "NUMBER_INVALID",
        `“${cell.label}”应为天数（如 5 或 5天），收到“${text.slice(0, 30)}”。`,
      );
    }
    const value = count * (factor ?? 1);
    if (value > MOST_DAYS) {
      cell.refuse("NUMBER_TOO_LARGE", `“${cell.label}”不能超过 ${MOST_DAYS} 天，收到 ${value} 天。`);
    }
    if (factor !== undefined) {
      cell.correct("DAYS_CONVERTED", `“${cell.label}”写的是“${text}”，按 ${value} 天计。`, String(value));
    }
    return value;
  });
}

/** `factor` is given where the cell counts in something else than days. */
function readDays(text: string): { count: number | null; factor?: number | undefined } {
  if (/^(?:随时|当天|当日|即时|不需要?|无需|无)$/.test(text)) return { count: 0 };
  const [, written = "", unit = "天"] = DAYS.exec(text) ?? [];
  const count = /^\d+$/.test(written) ? Number(written) : chineseNumber(written);
  return { count, factor: DAYS_PER_UNIT[unit] };
}
