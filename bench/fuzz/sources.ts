import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateList, rowsOf, type GeneratedList } from "../import/generate.ts";

/** A sound file to damage, and who sends it. */
export interface FuzzSource {
  readonly name: string;
  readonly list: "resources" | "needs";
  readonly bytes: Buffer;
  /** The clerk's unit; null: the secretariat sends it for several. */
  readonly unit: string | null;
}

const NINGGUO = join(__dirname, "../../data/ningguo");
const SMALL: Omit<GeneratedList, "format"> = { rows: 25, seed: 7, dirtyShare: 0.2 };
const SHORT_LINES = 30;

/** The four files as they were sent, and small ones of the formats that these do not have. */
export async function fuzzSources(folder: string): Promise<FuzzSource[]> {
  const sent = (name: string): Buffer => readFileSync(join(NINGGUO, "as_sent", name));
  const vocational = sent("启工职校资源清单_GBK.csv");
  const workbook = join(folder, "small.xlsx");
  await generateList(workbook, { ...SMALL, format: "xlsx" });
  const utf16 = Buffer.from(`\ufeff${new TextDecoder("gbk").decode(vocational)}`, "utf16le");
  const jsonl = [...rowsOf({ ...SMALL, format: "csv" })].map((row) => JSON.stringify(row)).join("\n");
  const city = readFileSync(join(NINGGUO, "needs.csv"), "utf8").split("\n").slice(0, SHORT_LINES).join("\n");
  return [
    { name: "GBK CSV", list: "resources", bytes: vocational, unit: "启工" },
    { name: "UTF-8 CSV", list: "resources", bytes: sent("康禾医院资源清单_UTF8BOM.csv"), unit: "康禾" },
    { name: "UTF-16 CSV", list: "resources", bytes: utf16, unit: "启工" },
    { name: "CSV of many units", list: "needs", bytes: Buffer.from(city), unit: null },
    {
      name: "workbook of needs",
      list: "needs",
      bytes: sent("白云社区需求清单_待清洗.xlsx"),
      unit: "白云社区",
    },
    { name: "workbook of three", list: "resources", bytes: sent("商户组资源清单汇总.xlsx"), unit: null },
    { name: "small workbook", list: "resources", bytes: readFileSync(workbook), unit: "宁国市文化馆" },
    { name: "JSON lines", list: "resources", bytes: Buffer.from(jsonl), unit: "宁国市图书馆" },
  ];
}
