import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { simplified } from "./simplified.ts";

/** A service category: one letter for the family, letter and two digits for the leaf. */
export interface Category {
  readonly code: string;
  readonly parentCode: string | null;
  readonly name: string;
  readonly nameEn: string;
}

interface Catalogue {
  readonly list: readonly Category[];
  readonly byCode: ReadonlyMap<string, Category>;
  readonly codeByText: ReadonlyMap<string, string>;
}

const FOLDER = process.env.GONGJIAN_CATALOGUE ?? join(__dirname, "../../../data");

let loaded: Catalogue | undefined;

/** All categories in the order of their codes, read once from `data/categories.csv`. */
export function categories(): readonly Category[] {
  return catalogue().list;
}

export function category(code: string): Category | null {
  return catalogue().byCode.get(code) ?? null;
}

/**
 * Finds the category that a clerk means by a code, a name, an alias of `data/category_aliases.csv`, or a
 * code with its name in one cell ("B03医疗义诊"). `null` where nothing fits exactly: no guessing here.
 */
export function findCategory(text: string): Category | null {
  const { byCode, codeByText } = catalogue();
  const folded = fold(text);
  const code = codeByText.get(folded) ?? codeWithName(folded);
  return code === undefined ? null : (byCode.get(code) ?? null);
}

function codeWithName(folded: string): string | undefined {
  const match = /^([A-Z]\d{2})\D/.exec(folded);
  return match?.[1];
}

function fold(text: string): string {
  return simplified(text.normalize("NFKC").replace(/\s+/g, "")).toUpperCase();
}

function catalogue(): Catalogue {
  return (loaded ??= readCatalogue());
}

function readCatalogue(): Catalogue {
  const list = rows("categories.csv").map(([code = "", parent = "", name = "", nameEn = ""]) => ({
    code,
    parentCode: parent === "" ? null : parent,
    name,
    nameEn,
  }));
  const codeByText = new Map<string, string>();
  for (const { code, name } of list) codeByText.set(fold(code), code).set(fold(name), code);
  for (const [alias = "", code = ""] of rows("category_aliases.csv")) codeByText.set(fold(alias), code);
  return { list, byCode: new Map(list.map((entry) => [entry.code, entry])), codeByText };
}

function rows(file: string): string[][] {
  return parse(readFileSync(join(FOLDER, file)), { bom: true, from_line: 2 });
}
