import { reasonsFor } from "../../../subgraphs/resources/src/matching/reasons.ts";
import type { NeedFacts } from "../../../subgraphs/resources/src/matching/facts.ts";
import type { Judgement } from "../../../subgraphs/resources/src/matching/judge.ts";
import { predict, type Guess } from "../../../subgraphs/resources/src/matching/understanding/predict.ts";
import { explainAbsence, type Absence } from "../../../subgraphs/resources/src/matching/why-not.ts";
import type { City, Truth } from "../city.ts";
import { figuresOf, type Figures } from "../measures.ts";
import { isShown, POLICY, type Judgements } from "../rankings.ts";
import type { Sheets, SheetRow } from "./sheets.ts";

/** How many rows of a ranking a page shows. */
const TOP = 20;
/** A row of this grade would be offered. */
const GOOD = 2;

/** One row of a ranking with what the gold says of it. */
export interface RankedRow {
  readonly judgement: Judgement;
  readonly isShown: boolean;
  /** Place in the order of the page: rows that are shown first, then the others; from 1. */
  readonly rank: number;
  /** 0–3; null where nobody graded the pair, which counts as 0. */
  readonly grade: number | null;
  readonly gradeReason: string;
  readonly reasons: readonly string[];
}

/** A need with all that a page says of it. */
export interface AssessedNeed {
  readonly need: NeedFacts;
  /** Its line in the list, as it was sent. */
  readonly sent: SheetRow;
  readonly truth: Truth | null;
  readonly guesses: readonly Guess[];
  /** Null where nobody graded the need. */
  readonly figures: Figures | null;
  readonly shownCount: number;
  readonly top: readonly RankedRow[];
  /** Rows of grade ≥ 2 that are not among the first 20 shown. */
  readonly missing: readonly RankedRow[];
  readonly absences: readonly Absence[];
}

/** Every need of a city, the worst first; those that the measure says nothing about come last. */
export function assessNeeds(city: City, judged: Judgements, sheets: Sheets): AssessedNeed[] {
  return city.needs
    .map((need) => assess(need, city, judged.get(need.id) ?? [], sheets))
    .sort(
      (a, b) =>
        ndcgOf(a) - ndcgOf(b) ||
        (b.figures?.zeros ?? 0) - (a.figures?.zeros ?? 0) ||
        (a.need.id < b.need.id ? -1 : 1),
    );
}

/** Needs without a row of grade ≥ 1 have no nDCG: they stand behind all that have one. */
function ndcgOf({ figures }: AssessedNeed): number {
  if (figures === null) return 3;
  return figures.ndcg ?? 2;
}

function assess(need: NeedFacts, city: City, judgements: readonly Judgement[], sheets: Sheets): AssessedNeed {
  const grades = city.gold.get(need.id);
  const shown = judgements.filter(isShown);
  const ordered = [...shown, ...judgements.filter((row) => !isShown(row))];
  const rows = ordered.map((judgement, i) => {
    const grade = grades?.get(judgement.supply.id) ?? null;
    const gradeReason = sheets.gradeReason(need.id, judgement.supply.id);
    return { judgement, rank: i + 1, isShown: isShown(judgement), grade, gradeReason };
  });
  const isMissing = ({ grade, isShown, rank }: (typeof rows)[number]): boolean =>
    (grade ?? 0) >= GOOD && (!isShown || rank > TOP);
  const withReasons = (row: (typeof rows)[number]): RankedRow => ({
    ...row,
    reasons: reasonsFor(row.judgement),
  });
  const ids = shown.map(({ supply }) => supply.id);
  return {
    need,
    sent: sheets.need(need.id),
    truth: city.truth.get(need.id) ?? null,
    guesses: predict(need.tokens),
    figures: grades === undefined ? null : figuresOf(ids, grades),
    shownCount: shown.length,
    top: rows.slice(0, TOP).map(withReasons),
    missing: rows.filter(isMissing).map(withReasons),
    absences: explainAbsence(judgements, POLICY),
  };
}
