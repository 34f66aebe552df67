import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { IndexedSupply, NeedFacts } from "../../subgraphs/resources/src/matching/facts.ts";
import { needTokens, supplyTokens } from "../../subgraphs/resources/src/matching/understanding/tokens.ts";

/** Resource id → grade 0–3; what is not listed is 0. */
export type Grades = ReadonlyMap<string, number>;

/** What the lists' author says of a need. */
export interface Truth {
  readonly needId: string;
  readonly givenCategory: string;
  readonly trueCategory: string;
  readonly isSatisfiable: boolean;
  /** Why nothing meets it; empty where something does. */
  readonly code: string;
}

/** A city's lists with what is known of them. */
export interface City {
  readonly name: string;
  readonly supplies: readonly IndexedSupply[];
  readonly needs: readonly NeedFacts[];
  /** By need id, for the needs that were judged. */
  readonly gold: ReadonlyMap<string, Grades>;
  readonly truth: ReadonlyMap<string, Truth>;
}

type Row = Readonly<Record<string, string>>;

/** Reads `resources.csv`, `needs.csv`, `gold_matches.csv` and `needs_truth.csv` of a folder. */
export function readCity(name: string, folder: string): City {
  const sheet = (file: string): Row[] =>
    parse(readFileSync(join(folder, file)), { columns: true, bom: true }) as unknown as Row[];
  const gold = new Map<string, Map<string, number>>();
  for (const row of sheet("gold_matches.csv")) {
    const grades = gold.get(row.need_id ?? "") ?? new Map<string, number>();
    gold.set(row.need_id ?? "", grades.set(row.resource_id ?? "", Number(row.grade)));
  }
  return {
    name,
    supplies: sheet("resources.csv").map(readSupply),
    needs: sheet("needs.csv").map(readNeed),
    gold,
    truth: new Map(sheet("needs_truth.csv").map((row) => [row.need_id ?? "", readTruth(row)])),
  };
}

function readSupply(row: Row): IndexedSupply {
  const supply = {
    id: row.id ?? "",
    kind: "RESOURCE" as const,
    ownerUnitId: row.unit_uscc ?? row.unit ?? null,
    ownerName: "",
    title: row.title ?? "",
    description: row.description ?? "",
    category: orNull(row.category),
    quantity: numberOrNull(row.quantity),
    unitOfMeasure: orNull(row.unit_of_measure),
    coverageAreaCode: row.coverage_area_code ?? "",
    audience: names(row.audience),
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
  return { ...supply, tokens: supplyTokens(supply), coverageAreaName: null, promised: 0 };
}

function readNeed(row: Row): NeedFacts {
  return {
    id: row.id ?? "",
    unitId: row.unit_uscc ?? row.unit ?? "",
    category: orNull(row.category),
    title: row.title ?? "",
    description: row.description ?? "",
    quantity: numberOrNull(row.quantity),
    unitOfMeasure: orNull(row.unit_of_measure),
    areaCode: row.area_code ?? "",
    areaNames: {},
    audience: names(row.audience),
    neededFrom: orNull(row.needed_from),
    neededTo: orNull(row.needed_to),
    schedule: row.schedule ?? "",
    peopleServed: numberOrNull(row.people_served),
    submittedOn: null,
    tokens: needTokens(`${row.title ?? ""}\n${row.description ?? ""}`),
  };
}

function readTruth(row: Row): Truth {
  return {
    needId: row.need_id ?? "",
    givenCategory: row.given_category ?? "",
    trueCategory: row.true_category ?? "",
    isSatisfiable: row.satisfiable === "yes",
    code: row.true_code ?? "",
  };
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}

function numberOrNull(text: string | undefined): number | null {
  return orNull(text) === null ? null : Number(text);
}

function names(text: string | undefined): string[] {
  return (text ?? "").split("、").filter(Boolean);
}
