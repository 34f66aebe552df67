import { ImportRefused } from "../import-refused.ts";
import type { NumberKind } from "./date-format.ts";
import type { DateSystem } from "./number-text.ts";
import { relationsOf } from "./relations.ts";
import { brokenWorkbook } from "./refusals.ts";
import { SharedStrings } from "./shared-strings.ts";
import { readStyles } from "./styles.ts";
import { parseWhole } from "./xml.ts";
import type { ZipParts } from "./zip-parts.ts";

const MOST_SHEETS = 500;
const HIDDEN = new Set(["hidden", "veryHidden"]);

/** A worksheet that can be seen. */
export interface WorkbookSheet {
  readonly name: string;
  readonly part: string;
}

/** What the cells of all sheets are read with. */
export interface Workbook {
  readonly sheets: readonly WorkbookSheet[];
  readonly strings: SharedStrings;
  readonly styles: readonly NumberKind[];
  readonly dateSystem: DateSystem;
}

/** Finds the parts of a workbook by their relations. @throws FILE_TYPE_UNSUPPORTED for any other package */
export async function readWorkbook(parts: ZipParts): Promise<Workbook> {
  const main = [...(await relationsOf(parts, "")).values()].find(
    ({ type }) => type === "officeDocument",
  )?.target;
  if (main === undefined || !parts.has(main)) throw notWorkbook();
  const relations = await relationsOf(parts, main);
  const { sheets, dateSystem, isWorkbook } = await readMain(parts, main);
  if (!isWorkbook) throw notWorkbook();

  const strings = partOfType("sharedStrings");
  const styles = partOfType("styles");
  return {
    sheets: sheets.flatMap(({ name, id }) => {
      const relation = relations.get(id);
      if (!relation) throw brokenWorkbook("找不到工作表");
      return relation.type === "worksheet" ? { name, part: relation.target } : [];
    }),
    strings: strings === null ? new SharedStrings() : await SharedStrings.read(parts.read(strings)),
    styles: styles === null ? [] : await readStyles(parts.read(styles)),
    dateSystem,
  };

  function partOfType(type: string): string | null {
    return [...relations.values()].find((relation) => relation.type === type)?.target ?? null;
  }
}

interface Main {
  readonly isWorkbook: boolean;
  readonly dateSystem: DateSystem;
  readonly sheets: readonly { readonly name: string; readonly id: string }[];
}

async function readMain(parts: ZipParts, main: string): Promise<Main> {
  const sheets: { name: string; id: string }[] = [];
  let isWorkbook = false;
  let dateSystem: DateSystem = 1900;
  await parseWhole(parts.read(main), {
    open(element, attributes) {
      if (element === "workbook") isWorkbook = true;
      if (element === "workbookPr" && isTrue(attributes.date1904)) dateSystem = 1904;
      if (element !== "sheet" || HIDDEN.has(attributes.state ?? "")) return;
      if (sheets.length >= MOST_SHEETS) throw brokenWorkbook(`工作表超过 ${MOST_SHEETS} 张`);
      sheets.push({ name: attributes.name ?? "", id: relationId(attributes) });
    },
  });
  return { isWorkbook, dateSystem, sheets };
}

/** `r:id`, whatever the prefix. */
function relationId(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes).find(([name]) => name.endsWith(":id"))?.[1] ?? "";
}

function isTrue(text: string | undefined): boolean {
  return text === "1" || text === "true";
}

function notWorkbook(): ImportRefused {
  return new ImportRefused(
    "FILE_TYPE_UNSUPPORTED",
    "文件是压缩包，但不是 XLSX 工作簿。请在 Excel 或 WPS 里“另存为”XLSX 或 CSV UTF-8 后重发，不要另外压缩。",
    415,
  );
}
