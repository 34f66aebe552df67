/* Ranks the needs of several cities by the product's own functions and holds the result against graded pairs. */
import { join } from "node:path";
import { predictedCategory } from "./quality/understanding.ts";
import { readCity, type City } from "./quality/city.ts";
import { explain } from "./quality/explain.ts";
import type { Judgement } from "../subgraphs/resources/src/matching/judge.ts";
import { estimate, figuresOf, MEASURES, type Figures } from "./quality/measures.ts";
import {
  byWords,
  byWordsFiltered,
  isShown,
  judgeCity,
  type Judgements,
  type Rankings,
} from "./quality/rankings.ts";
import { writePages } from "./quality/pages/write-pages.ts";
import { verdictsOf } from "./quality/verdicts.ts";

/**
 * Ningguo's lists stood beside the first lexicon, whose expressions are in today's; its odd half and the coast
 * gave the weights of likeness. Of the north nothing was used but its figures, beside the others', when
 * the thresholds of what is shown were chosen.
 */
const CITIES: readonly [string, string][] = [
  ["宁国 ningguo", "../data/ningguo"],
  ["海滨 coast", "quality/cities/coast"],
  ["北方 north", "quality/cities/north"],
];

type Part = (needId: string) => boolean;
const isOdd: Part = (id) => Number(/\d+$/.exec(id)?.[0]) % 2 === 1;

function figures({ gold }: City, rankings: Rankings, part: Part): Figures[] {
  return [...gold]
    .filter(([needId]) => part(needId))
    .map(([needId, grades]) => figuresOf(rankings.get(needId) ?? [], grades));
}

function print(name: string, all: readonly Figures[]): void {
  const cells = MEASURES.map((measure) => {
    const { mean, low, high } = estimate(all, measure);
    return `${mean.toFixed(3)} [${low.toFixed(2)}–${high.toFixed(2)}]`.padStart(21);
  });
  console.log(`  ${name.padEnd(36)}${cells.join("")}`);
}

function rankingsOf(judged: Judgements, isListed: (row: Judgement) => boolean): Rankings {
  return new Map([...judged].map(([id, rows]) => [id, rows.filter(isListed).map(({ supply }) => supply.id)]));
}

function report(city: City, folder: string): void {
  const judged = judgeCity(city);
  if (process.argv.includes("--pages")) {
    const pages = join(__dirname, "../.data/quality", city.name.split(" ")[1] ?? city.name);
    writePages(city, judged, { lists: join(__dirname, folder), pages });
    console.log(`pages: ${join(pages, "index.html")}`);
  }
  const shown = rankingsOf(judged, isShown);
  const everyone: Part = () => true;
  console.log(`\n${city.name}: ${city.needs.length} needs, ${city.supplies.length} resources`);
  console.log(
    `  ${"".padEnd(36)}${["nDCG@10", "P@1 (≥2)", "recall@20 (≥2)", "0 in top 3"].map((x) => x.padStart(21)).join("")}`,
  );
  print("BM25 on segmented text", figures(city, byWords(city), everyone));
  print("BM25, category, dates, area", figures(city, byWordsFiltered(city), everyone));
  print("shown (gates, minScore)", figures(city, shown, everyone));
  print("  odd needs", figures(city, shown, isOdd));
  print(
    "  even needs",
    figures(city, shown, (id) => !isOdd(id)),
  );
  print(
    "all that pass the gates",
    figures(
      city,
      rankingsOf(judged, ({ passed }) => passed),
      everyone,
    ),
  );
  for (const [name, value] of verdictsOf(city, judged)) console.log(`  ${name.padEnd(58)}${value}`);
  for (const [name, value] of predictedCategory(city)) console.log(`  ${name.padEnd(58)}${value}`);
}

const asked = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
for (const [name, folder] of CITIES) {
  const city = readCity(name, join(__dirname, folder));
  if (asked === undefined || asked === name.split(" ")[1]) report(city, folder);
  else if (city.needs.some(({ id }) => id === asked)) explain(city, asked);
}
