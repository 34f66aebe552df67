import { isDate } from "../values/date.ts";
import { chineseNumber } from "../values/chinese-number.ts";

/** What stands above the heading of a list: its title, who filed it, and when. */
export interface Caption {
  /** The lines as they were sent, one below the other. */
  readonly text: string;
  /** 填报日期, YYYY-MM-DD. */
  readonly filedOn: string | null;
  /** The year that the list is for, as its title says. */
  readonly year: number | null;
  /** 填报单位, without 公章. */
  readonly unit: string | null;
}

const LONGEST_CAPTION = 2_000;
const LONGEST_UNIT = 200;

const YEAR = "(20\\d{2}|[二2][〇零○O0]\\S{2})";
const DAY = `${YEAR}\\s*[-/.年]\\s*([\\d〇零一二三四五六七八九十]{1,3})\\s*[-/.月]\\s*([\\d〇零一二三四五六七八九十]{1,3})`;

/** 填报日期：2026年9月3日 and its relatives; a bare 日期 as well. */
const FILED_ON = new RegExp(
  `(?:填报|填表|制表|上报|报送|填写|统计|提交|申报|更新)?(?:日\\s*期|时\\s*间)\\s*[:：]?\\s*(?:${DAY}|(20\\d{2})([01]\\d)([0-3]\\d))`,
);
const SIGNED_ON = new RegExp(`(?:^|[\\s（(])${DAY}\\s*[日号]?\\s*[)）]?$`, "m");
const TITLE_YEAR = new RegExp(`${YEAR}\\s*(?:年|[-./]\\d)`);

const UNIT =
  /(?:(?:填报|报送|填表|申报|提供|上报|编制|制表|提报|成员|所属)\s*单\s*位|^单\s*位(?:名\s*称)?|(?<=[\s　])单\s*位(?:名\s*称)?)\s*(?:[（(](?:公章|盖章|签章|加盖公章)[)）])?\s*[:：]\s*(.+)/m;

/** Where the unit's name ends: a gap, the next label, another cell. */
const UNIT_END =
  /\s{2,}|[\t;；|｜]|\s?(?:填报|填表|制表|报送|上报|联系|经办|负责|审核|日\s*期|电\s*话|时\s*间|序\s*号)/;
const SEAL = /[（(]\s*(?:加盖)?(?:单位)?(?:公章|盖章|签章|章)\s*[)）]/g;

/** Reads the lines above a heading. @param lines the cells of each line */
export function readCaption(lines: readonly (readonly string[])[]): Caption {
  const text = lines
    .map((cells) =>
      cells
        .map((cell) => cell.trim())
        .filter((cell) => cell !== "")
        .join("  "),
    )
    .join("\n")
    .slice(0, LONGEST_CAPTION);
  const folded = text.normalize("NFKC");
  const filedOn = dayOf(FILED_ON.exec(folded)) ?? dayOf(SIGNED_ON.exec(folded));
  const title = folded.split("\n").find((line) => TITLE_YEAR.test(withoutFiling(line)));
  const year = title === undefined ? null : numberOf(TITLE_YEAR.exec(withoutFiling(title))?.[1]);
  return { text, filedOn, year, unit: unitOf(folded) };
}

/** The day of filing says nothing about the year that the list is for. */
function withoutFiling(line: string): string {
  return line.replace(FILED_ON, "").replace(SIGNED_ON, "");
}

function dayOf(match: RegExpExecArray | null): string | null {
  if (!match) return null;
  const [year, month, day] = match
    .slice(1)
    .filter((part) => (part as string | undefined) !== undefined)
    .map(numberOf);
  const iso = `${String(year)}-${two(month)}-${two(day)}`;
  return isDate(iso) ? iso : null;
}

function numberOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  return /^\d+$/.test(text) ? Number(text) : chineseNumber(text.replace(/[○O0]/g, "〇"));
}

function two(number: number | null | undefined): string {
  return String(number ?? "").padStart(2, "0");
}

function unitOf(folded: string): string | null {
  const sent = UNIT.exec(folded)?.[1]?.trim() ?? "";
  const name = (sent.split(UNIT_END, 1)[0] ?? "").replace(SEAL, "").trim();
  return name === "" || name.length > LONGEST_UNIT || /^_+$/.test(name) ? null : name;
}
