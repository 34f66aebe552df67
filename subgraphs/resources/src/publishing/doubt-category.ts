import { category as findByCode } from "@gongjian/shared/contracts/categories";
import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { Guess } from "../matching/understanding/predict.ts";
import { textTokens } from "../matching/understanding/tokens.ts";
import type { ListValues } from "./list-values.ts";

/**
 * How sure the text must be of another family of categories before a clerk is asked. Measured on the sample
 * lists: at 0.7 five of 626 lines are asked about, of which three carry a category that is really wrong.
 */
const SURE = 0.7;

type Described = Pick<ListValues, "category" | "title" | "description">;

/** The words by which a line is matched, title first. */
export function tokensOf({ values: { title, description } }: ImportRow<Described>): string[] {
  return textTokens(`${title}\n${description ?? ""}`);
}

/**
 * A category that the catalogue has and the text contradicts is taken, for the clerk knows more than the
 * text; but the clerk is asked, for 缝补洗涤 is easily picked one line too low.
 */
export function doubtCategory(row: ImportRow<Described>, guesses: readonly Guess[]): void {
  const given = row.values.category;
  if (given?.length !== 3) return;
  const [best] = guesses;
  const isContradicted =
    best !== undefined &&
    best.confidence >= SURE &&
    !best.category.startsWith(given.slice(0, 1)) &&
    !guesses.some(({ category }) => category === given);
  if (!isContradicted) return;
  const named = (code: string): string => `${code} ${findByCode(code)?.name ?? ""}`;
  row.correct(
    "category",
    "CATEGORY_DOUBTFUL",
    `类别 ${named(given)} 与内容不太相符，已照收，请核对。`,
    `按文字看像 ${named(best.category)}。`,
  );
}
