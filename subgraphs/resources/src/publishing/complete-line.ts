import { category as findByCode, findCategory } from "@gongjian/shared/contracts/categories";
import type { ImportRow } from "@gongjian/shared/import/import-row";
import { maskName, maskPhone } from "@gongjian/shared/masked-text";
import { predict } from "../matching/understanding/predict.ts";
import { textTokens } from "../matching/understanding/tokens.ts";
import type { ListValues } from "./list-values.ts";

type Described = Pick<ListValues, "category" | "title" | "description">;

/** What can be settled inside one line: its period, its quantity with the measure, its category. */
export function completeLine(row: ImportRow<ListValues>): void {
  completePeriod(row);
  completeQuantity(row);
  completeCategory(row);
  completePhone(row.values);
}

/** The field in which the end of a line's period was written: its own, one for both ends, or the remarks. */
export function endField(row: ImportRow): "to" | "period" | "remarks" {
  const field = (["to", "period", "remarks"] as const).find((name) => row.has(name));
  return field ?? "to";
}

/** One period, whether it came as two cells or as one. */
export function completePeriod(row: ImportRow<Pick<ListValues, "from" | "to" | "period">>): void {
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

function completeQuantity(row: ImportRow<ListValues>): void {
  const { values } = row;
  if (typeof values.quantity !== "object" || values.quantity === null) return;
  const { value, unit, frequency } = values.quantity;
  values.unitOfMeasure ??= unit;
  values.quantity = value;
  if (frequency === null || values.description?.includes(frequency) === true) return;
  const said = `${frequency}${value}${values.unitOfMeasure ?? ""}`;
  values.description = values.description === null ? said : `${values.description}（${said}）`;
  row.correct("quantity", "QUANTITY_FREQUENCY", `“数量”里的“${frequency}”已写进内容：${said}。`);
}

/** 小邹微信同号 beside the number goes to the remarks, with neither name nor further numbers in it. */
function completePhone(values: ListValues): void {
  const { phone, contact } = values;
  if (typeof phone !== "object" || phone === null) return;
  values.phone = phone.number;
  if (phone.note === null) return;
  const unnamed = contact === null ? phone.note : phone.note.replaceAll(contact, maskName(contact));
  const note = unnamed.replace(/\d[\d\s-]{4,}\d/g, (number) => maskPhone(number));
  values.remarks = values.remarks === null ? note : `${values.remarks}；${note}`;
}

/** A word that the catalogue does not have stays out; what the text speaks of is only suggested. */
export function completeCategory(row: ImportRow<Described>): void {
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

function suggestion({ title, description }: Described, family: string | null): string | null {
  const guesses = predict(textTokens(`${title}\n${description ?? ""}`));
  const best = guesses.find(({ category }) => family === null || category.startsWith(family));
  const category = best === undefined ? null : findByCode(best.category);
  return category === null ? null : `按文字看像 ${category.code} ${category.name}。`;
}
