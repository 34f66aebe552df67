/* Ranks the sample needs by the product's own functions and holds the result against the graded pairs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { IndexedSupply, NeedFacts } from "../subgraphs/resources/src/matching/facts.ts";
import { judge, type Judgement, type Judging } from "../subgraphs/resources/src/matching/judge.ts";
import { POLICY_1 } from "../subgraphs/resources/src/matching/policy.ts";
import { readMeaning } from "../subgraphs/resources/src/matching/category-fit.ts";
import { bm25, weigh, type Corpus } from "../subgraphs/resources/src/matching/text-score.ts";
import { needTokens, supplyTokens } from "../subgraphs/resources/src/matching/tokens.ts";
import { explainAbsence } from "../subgraphs/resources/src/matching/why-not.ts";

type Sheet = Record<string, string>[];
type Grades = ReadonlyMap<string, number>;

const FOLDER = join(__dirname, "../data/ningguo");
const sheet = (name: string): Sheet =>
  parse(readFileSync(join(FOLDER, name)), { columns: true, bom: true }) as unknown as Sheet;
const orNull = (text: string | undefined): string | null => (text === undefined || text === "" ? null : text);
const number = (text: string | undefined): number | null => (orNull(text) === null ? null : Number(text));
const list = (text: string | undefined): string[] => (text ?? "").split("、").filter(Boolean);

function readSupply(row: Record<string, string>): IndexedSupply {
  const supply = {
    id: row.id ?? "",
    kind: "RESOURCE" as const,
    ownerUnitId: row.unit_uscc ?? null,
    ownerName: "",
    title: row.title ?? "",
    description: row.description ?? "",
    category: orNull(row.category),
    quantity: number(row.quantity),
    unitOfMeasure: orNull(row.unit_of_measure),
    coverageAreaCode: row.coverage_area_code ?? "",
    audience: list(row.audience),
    validFrom: orNull(row.valid_from),
    validTo: orNull(row.valid_to),
    schedule: row.schedule ?? "",
    minNoticeDays: Number(row.min_notice_days),
    qualification: orNull(row.qualification),
    cost: row.cost ?? "",
    eligibility: null,
    state: "PUBLISHED" as const,
    confirmedOn: null,
    version: 1,
  };
  return { ...supply, tokens: supplyTokens(supply), coverageAreaName: null };
}

function readNeedRow(row: Record<string, string>): NeedFacts {
  return {
    id: row.id ?? "",
    unitId: row.unit_uscc ?? "",
    category: orNull(row.category),
    title: row.title ?? "",
    description: row.description ?? "",
    quantity: number(row.quantity),
    unitOfMeasure: orNull(row.unit_of_measure),
    areaCode: row.area_code ?? "",
    areaNames: {},
    audience: list(row.audience),
    neededFrom: orNull(row.needed_from),
    neededTo: orNull(row.needed_to),
    schedule: row.schedule ?? "",
    peopleServed: number(row.people_served),
    tokens: needTokens(`${row.title ?? ""}\n${row.description ?? ""}`),
  };
}

function corpusOf(supplies: readonly IndexedSupply[]): Corpus {
  const frequency = new Map<string, number>();
  for (const supply of supplies) {
    for (const token of new Set(supply.tokens)) frequency.set(token, (frequency.get(token) ?? 0) + 1);
  }
  return { size: supplies.length, frequency: (token) => frequency.get(token) ?? 0 };
}

interface Quality {
  readonly ndcg: number;
  readonly first: number;
  readonly recall: number;
  readonly zeroInTop3: number;
}

/** Means over the needs that have at least one graded row (nDCG), one of grade ≥ 2 (first, recall). */
function measure(
  rankings: ReadonlyMap<string, readonly string[]>,
  gold: ReadonlyMap<string, Grades>,
): Quality {
  const ndcg: number[] = [];
  const first: number[] = [];
  const recall: number[] = [];
  const zeros: number[] = [];
  for (const [needId, grades] of gold) {
    const ranked = rankings.get(needId) ?? [];
    const ideal = [...grades.values()].sort((a, b) => b - a);
    if (ideal[0] === undefined || ideal[0] === 0) continue;
    ndcg.push(gain(ranked.slice(0, 10).map((id) => grades.get(id) ?? 0)) / gain(ideal.slice(0, 10)));
    zeros.push(...ranked.slice(0, 3).map((id) => Number((grades.get(id) ?? 0) === 0)));
    const good = [...grades].filter(([, grade]) => grade >= 2).map(([id]) => id);
    if (good.length === 0) continue;
    first.push(Number((grades.get(ranked[0] ?? "") ?? 0) >= 2));
    recall.push(good.filter((id) => ranked.slice(0, 20).includes(id)).length / good.length);
  }
  return { ndcg: mean(ndcg), first: mean(first), recall: mean(recall), zeroInTop3: mean(zeros) };
}

function gain(grades: readonly number[]): number {
  return grades.reduce((sum, grade, index) => sum + (2 ** grade - 1) / Math.log2(index + 2), 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

/** The data's own hard constraints, checked without the product's gates. */
function breaksHardRule({ need, supply }: Judgement): boolean {
  return (
    supply.ownerUnitId === need.unitId ||
    !need.areaCode.startsWith(supply.coverageAreaCode) ||
    (supply.validTo ?? "9") < (need.neededFrom ?? "") ||
    (supply.validFrom ?? "") > (need.neededTo ?? "9")
  );
}

const supplies = sheet("resources.csv").map(readSupply);
const needs = sheet("needs.csv").map(readNeedRow);
const truth = new Map(sheet("needs_truth.csv").map((row) => [row.need_id ?? "", row]));
const gold = new Map<string, Map<string, number>>();
for (const row of sheet("gold_matches.csv")) {
  const grades = gold.get(row.need_id ?? "") ?? new Map<string, number>();
  gold.set(row.need_id ?? "", grades.set(row.resource_id ?? "", Number(row.grade)));
}
const judging: Judging = { policy: POLICY_1, corpus: corpusOf(supplies), today: "2026-09-01" };

const started = performance.now();
const judged = new Map(needs.map((need) => [need.id, judge(need, supplies, judging)]));
const millisecondsEach = (performance.now() - started) / needs.length;

const shown = new Map(
  [...judged].map(([id, rows]) => [id, rows.filter((row) => row.passed && row.score >= POLICY_1.minScore)]),
);
const passed = new Map(
  [...judged].map(([id, rows]) => [id, rows.filter((row) => row.passed).map((row) => row.supply.id)]),
);
const words = (tokens: readonly string[]): string[] => tokens.filter((token) => !/^[#@=]/.test(token));
const byWords = (need: NeedFacts): { id: string; score: number }[] =>
  supplies
    .map((supply) => ({
      id: supply.id,
      score: bm25(weigh(words(need.tokens), judging.corpus), words(supply.tokens)),
    }))
    .filter((row) => row.score > 0)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
const baseline = new Map(needs.map((need) => [need.id, byWords(need).map((row) => row.id)]));
const half = (odd: number): Map<string, Map<string, number>> =>
  new Map([...gold].filter(([id]) => Number(id.slice(1)) % 2 === odd));

function print(name: string, quality: Quality): void {
  const figures = [quality.ndcg, quality.first, quality.recall, quality.zeroInTop3].map((x) => x.toFixed(3));
  console.log(`${name.padEnd(34)}${figures.map((x) => x.padStart(10)).join("")}`);
}

console.log(
  `${"".padEnd(34)}${["nDCG@10", "P@1(>=2)", "recall@20", "0 in top3"].map((x) => x.padStart(10)).join("")}`,
);
print("BM25 on segmented text", measure(baseline, gold));
print("this ranking, gates passed", measure(passed, gold));
print("  odd half", measure(passed, half(1)));
print("  even half", measure(passed, half(0)));
print(
  "this ranking, shown (>= minScore)",
  measure(new Map([...shown].map(([id, r]) => [id, r.map((x) => x.supply.id)])), gold),
);

const broken = [...shown.values()].flat().filter(breaksHardRule).length;
const refused = [...gold].flatMap(([needId, grades]) =>
  (judged.get(needId) ?? []).filter((row) => !row.passed && (grades.get(row.supply.id) ?? 0) >= 2),
);
const hopeless = [...truth.values()].filter((row) => row.satisfiable === "no");
const hopeful = [...truth.values()].filter((row) => row.satisfiable === "yes");
const isEmpty = (row: Record<string, string>): boolean => shown.get(row.need_id ?? "")?.length === 0;
const firstCode = (row: Record<string, string>): string | undefined => {
  const id = row.need_id ?? "";
  return explainAbsence(judged.get(id) ?? [], POLICY_1)[0]?.code;
};
const share = (count: number, of: number): string => `${count}/${of} (${((100 * count) / of).toFixed(0)} %)`;
const wrong = [...truth.values()].filter((row) => row.given_category !== row.true_category);
const meant = (row: Record<string, string>): string => {
  const need = needs.find((each) => each.id === row.need_id);
  if (need === undefined) return "";
  return [...readMeaning(need.category, need.tokens).categories].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
};
console.log(`hard constraints broken among rows shown   ${broken}`);
console.log(`pairs of grade >= 2 refused by a gate       ${refused.length}`);
for (const { need, supply, gates } of refused) {
  console.log(
    `  ${need.id} ${supply.id} ${gates
      .filter((g) => !g.passed)
      .map((g) => g.code)
      .join(" ")}`,
  );
}
console.log(
  `unsatisfiable needs with no row shown       ${share(hopeless.filter(isEmpty).length, hopeless.length)}`,
);
console.log(
  `  first why-not code as true_code           ${share(hopeless.filter((r) => firstCode(r) === r.true_code).length, hopeless.length)}`,
);
console.log(
  `satisfiable needs left empty                ${share(hopeful.filter(isEmpty).length, hopeful.length)}`,
);
console.log(
  `blank or wrong codes: the leaf itself       ${share(wrong.filter((r) => meant(r) === r.true_category).length, wrong.length)}`,
);
console.log(
  `  the same parent                           ${share(wrong.filter((r) => meant(r).startsWith(r.true_category?.[0] ?? "?")).length, wrong.length)}`,
);
console.log(`one need against ${supplies.length} supplies             ${millisecondsEach.toFixed(2)} ms`);
if (process.argv[2] !== undefined) explain(process.argv[2]);

/** `npm run quality -- N0027`: what was ranked for one need, why, and what the gold says. */
function explain(needId: string): void {
  const grades = gold.get(needId);
  for (const row of (judged.get(needId) ?? []).slice(0, 12)) {
    const failed = row.gates.filter((gate) => !gate.passed).map((gate) => gate.code);
    const parts = row.parts.map((part) => `${part.name} ${part.value.toFixed(2)}`).join("  ");
    console.log(
      `${row.score.toFixed(3)} [${grades?.get(row.supply.id) ?? "-"}] ${row.supply.id} ${row.supply.title} ${failed.join(" ")}`,
    );
    console.log(`      ${parts}`);
  }
}
