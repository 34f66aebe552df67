import { category as findByCode, findCategory } from "@gongjian/shared/contracts/categories";
import type { ImportRow } from "@gongjian/shared/import/import-row";
import { predict } from "../matching/predict.ts";
import { textTokens } from "../matching/tokens.ts";
import type { ListValues } from "./list-values.ts";

/** What can be settled inside one line: its period, its quantity with the measure, its category. */
export function completeLine(row: ImportRow<ListValues>): void {
  completePeriod(row);
  completeQuantity(row.values);
  completeCategory(row);
}

/** The field in which the end of a line's period was written: a column of its own, or both ends in one. */
export function endField(row: ImportRow<ListValues>): "to" | "period" {
  return row.has("period") && !row.has("to") ? "period" : "to";
}

function completePeriod(row: ImportRow<ListValues>): void {
  const { values } = row;
  if (values.period !== null) {
    values.from ??= values.period.from;
    values.to ??= values.period.to;
    values.period = null;
  }
  if (values.from !== null && values.to !== null && values.from > values.to) {
    row.refuse(
      endField(row),
      "PERIOD_REVERSED",
      `开始 ${values.from} 晚于结束 ${values.to}，可能填反，没有导入。`,
      `是否为 ${values.to} 至 ${values.from}？请核对后再报。`,
    );
  }
}

function completeQuantity(values: ListValues): void {
  if (typeof values.quantity !== "object" || values.quantity === null) return;
  values.unitOfMeasure ??= values.quantity.unit;
  values.quantity = values.quantity.value;
}

/** A word that the catalogue does not have stays out; what the text speaks of is only suggested. */
function completeCategory(row: ImportRow<ListValues>): void {
  const { values } = row;
  const sent = values.category;
  if (sent === null) return;
  const found = findCategory(sent);
  values.category = found?.code ?? null;
  if (found === null) {
    row.correct(
      "category",
      "UNKNOWN_CATEGORY",
      `目录里没有类别“${sent}”，类别先空着，请确认。`,
      suggestion(values, null),
    );
  } else if (found.parentCode === null) {
    row.correct(
      "category",
      "CATEGORY_TOO_BROAD",
      `类别“${sent}”只到大类 ${found.code} ${found.name}，请补到末级类。`,
      suggestion(values, found.code),
    );
  }
}

function suggestion({ title, description }: ListValues, family: string | null): string | null {
  const guesses = predict(textTokens(`${title}\n${description ?? ""}`));
  const best = guesses.find(({ category }) => family === null || category.startsWith(family));
  const category = best === undefined ? null : findByCode(best.category);
  return category === null ? null : `按文字看像 ${category.code} ${category.name}。`;
}
