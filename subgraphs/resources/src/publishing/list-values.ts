import type { Measured } from "@gongjian/shared/import/values/number";
import type { PhoneWithNote } from "@gongjian/shared/import/values/phone";
import type { Period } from "@gongjian/shared/import/values/date";

/**
 * What the lines of both lists have. While a file is read some values are as sent; when `resolve` is done,
 * `unit` is an id, `category` and `area` are codes, `quantity` is a number, `phone` a text and `period` is null.
 */
export interface ListValues {
  externalId: string | null;
  unit: string | null;
  category: string | null;
  title: string;
  description: string | null;
  quantity: Measured | number | null;
  unitOfMeasure: string | null;
  area: string | null;
  audience: string[];
  from: string | null;
  to: string | null;
  period: Period | null;
  schedule: string | null;
  contact: string | null;
  phone: PhoneWithNote | string | null;
  remarks: string | null;
}

/** A line whose unit has been found. */
export function unitOf({ unit }: Pick<ListValues, "unit">): string {
  if (unit === null) throw new Error("A line reached its table without a unit.");
  return unit;
}

/** A line whose area has been found. */
export function areaOf({ area }: ListValues): string {
  if (area === null) throw new Error("A line reached its table without an area.");
  return area;
}

export function quantityOf({ quantity }: ListValues): number | null {
  return typeof quantity === "object" ? (quantity?.value ?? null) : quantity;
}

/** A line whose phone has been told from the words around it. */
export function phoneOf({ phone }: Pick<ListValues, "phone">): string | null {
  return typeof phone === "object" ? (phone?.number ?? null) : phone;
}

/** Width and spaces do not make another title. */
export function titleKeyOf({ title }: Pick<ListValues, "title">): string {
  return title.normalize("NFKC").replace(/\s+/g, "");
}

/** By what a line without own number is known again inside its unit. */
export function contentKeyOf(values: Pick<ListValues, "title" | "from" | "to">): string {
  return `${titleKeyOf(values)} ${values.from ?? ""} ${values.to ?? ""}`;
}
