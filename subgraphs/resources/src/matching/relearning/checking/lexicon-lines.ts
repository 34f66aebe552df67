import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "./finding.ts";

/** A line of a table of the lexicon, and where a person finds it. */
export interface LexiconLine {
  readonly file: string;
  readonly line: number;
  readonly cells: readonly string[];
}

interface LexiconTable {
  /** Below the data folder. */
  readonly folder: string;
  readonly heading: string;
}

export const CONCEPT_TABLE: LexiconTable = {
  folder: "lexicon/concepts",
  heading: "categories,concept,broader,expressions,hints",
};

export const EXAMPLE_TABLE: LexiconTable = {
  folder: "lexicon/examples",
  heading: "category,concept,side,text",
};

/** The lines of all files of a table with as many cells as its heading; what is wrong with the others. */
export function readTable(
  data: string,
  table: LexiconTable,
): { readonly lines: LexiconLine[]; readonly findings: Finding[] } {
  const lines: LexiconLine[] = [];
  const findings: Finding[] = [];
  for (const { file, line, text, isFirst } of textLines(data, table.folder)) {
    const cells = text.split(",");
    const fault = isFirst ? faultOfHeading(text, table) : faultOfCells(cells, table);
    if (fault !== null) findings.push({ ...fault, file, line });
    else if (!isFirst) lines.push({ file, line, cells });
  }
  return { lines, findings };
}

interface TextLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** Of its file, comments apart. */
  readonly isFirst: boolean;
}

/** As the lexicon reads them: without the byte-order mark, empty lines and comments. */
function textLines(data: string, folder: string): TextLine[] {
  const files = readdirSync(join(data, folder))
    .filter((name) => name.endsWith(".csv"))
    .sort();
  return files.flatMap((name) => {
    const file = `${folder}/${name}`;
    const text = readFileSync(join(data, file), "utf8").replace(/^\uFEFF/, "");
    return text
      .split(/\r?\n/)
      .map((line, at) => ({ file, line: at + 1, text: line }))
      .filter(({ text: line }) => line !== "" && !line.startsWith("# "))
      .map((line, at) => ({ ...line, isFirst: at === 0 }));
  });
}

type Fault = Pick<Finding, "kind" | "message">;

function faultOfHeading(text: string, { heading }: LexiconTable): Fault | null {
  if (text === heading) return null;
  return { kind: "HEADING", message: `第一行应当是 ${heading}，现在是 ${shortened(text)}。` };
}

function faultOfCells(cells: readonly string[], { heading }: LexiconTable): Fault | null {
  const wanted = heading.split(",").length;
  if (cells.length === wanted) return null;
  const count = `有 ${cells.length} 格，应当是 ${wanted} 格（${heading}）`;
  return cells.length > wanted
    ? {
        kind: "HALF_WIDTH_COMMA",
        message: `${count}：半角逗号只用来分格，说法之间用顿号“、”，句子里用“，”。`,
      }
    : { kind: "CELLS", message: `${count}：空着的格也要留逗号。` };
}

const MOST_SHOWN = 40;

function shortened(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}
