import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkConcepts, faultOfCategory } from "./check-concepts.ts";
import { checkExpressions } from "./check-expressions.ts";
import { toConceptLine } from "./concept-line.ts";
import { isError, type Finding } from "./finding.ts";
import { CONCEPT_TABLE, EXAMPLE_TABLE, readTable, type LexiconLine } from "./lexicon-lines.ts";

/** The sample city's lists, which people of other trades have written. */
const SAMPLE_LISTS = ["resources", "needs", "volunteer_services", "offers"];

/**
 * What a person should look at in the lexicon: errors first, by file and line.
 * @param data the project's data folder, with `lexicon/`, and `ningguo/` for texts to try expressions on
 */
export function checkLexicon(data: string): Finding[] {
  const concepts = readTable(data, CONCEPT_TABLE);
  const examples = readTable(data, EXAMPLE_TABLE);
  const conceptLines = concepts.lines.map(toConceptLine);
  const names = new Set(conceptLines.map(({ name }) => name));
  const samples = [...examples.lines.map(({ cells }) => cells[3] ?? ""), ...sampleTexts(data)];
  const findings = [
    ...concepts.findings,
    ...checkConcepts(conceptLines),
    ...examples.findings,
    ...examples.lines.flatMap((line) => checkExample(line, names)),
    ...checkExpressions(conceptLines, samples),
  ];
  return findings.sort(
    (a, b) =>
      Number(isError(b)) - Number(isError(a)) ||
      (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1),
  );
}

function checkExample({ file, line, cells }: LexiconLine, names: ReadonlySet<string>): Finding[] {
  const [category = "", concept = "", side = "", text = ""] = cells;
  const findings: Finding[] = [];
  const fault = faultOfCategory(category);
  if (fault !== null) findings.push({ kind: "UNKNOWN_CATEGORY", file, line, message: fault });
  if (!names.has(concept)) {
    const message = `没有概念“${concept}”：先在 concepts 里加一行，或改成已有的概念名。`;
    findings.push({ kind: "UNKNOWN_CONCEPT", file, line, message });
  }
  if (side !== "need" && side !== "offer") {
    const message = `第三格是“${side}”，应当写 need（需求）或 offer（供给）。`;
    findings.push({ kind: "UNKNOWN_SIDE", file, line, message });
  }
  if (text.replace("｜", "").trim() === "") {
    findings.push({ kind: "NO_TEXT", file, line, message: "第四格（标题｜说明）不能空。" });
  }
  return findings;
}

/** Title and description of each line; none where a list is missing. Roughly cut: quoted cells need not come out whole. */
function sampleTexts(data: string): string[] {
  return SAMPLE_LISTS.flatMap((list) => {
    const [heading = "", ...lines] = readSample(join(data, "ningguo", `${list}.csv`)).split(/\r?\n/);
    const names = heading.replace(/^\uFEFF/, "").split(",");
    const [title, description] = [names.indexOf("title"), names.indexOf("description")];
    return lines.filter(Boolean).map((line) => {
      const cells = line.split(",");
      return `${cells[title] ?? ""}\n${cells[description] ?? ""}`;
    });
  });
}

function readSample(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}
