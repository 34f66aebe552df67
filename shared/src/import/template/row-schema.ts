import type { ListDefinition } from "../list-definition.ts";
import type { ColumnGuide } from "./column-guide.ts";
import { guidedColumns, type GuidedColumn } from "./guided-columns.ts";

type SchemaList = Pick<ListDefinition, "name" | "label" | "columns" | "guides">;

/**
 * JSON Schema 2020-12 of one row as a JSON object. A row that fits it is taken without a notice; the import
 * takes more than that, such as other headings and 约60㎡.
 */
export function rowSchema(list: SchemaList): object {
  const columns = guidedColumns(list);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:gongjian:list:${list.name}`,
    title: list.label,
    description:
      "一行清单（JSON 行的一行）。合乎此式的行照收，没有提醒；导入还认得更多写法。" +
      " One row of the list, as a line of JSON lines. A row that fits is taken without a notice; the import takes more.",
    type: "object",
    properties: Object.fromEntries(columns.map((column) => [column.key, propertyOf(column)])),
    required: columns.filter(({ column }) => column.required).map(({ key }) => key),
    additionalProperties: false,
  };
}

function propertyOf({ column, guide }: GuidedColumn): object {
  const { how, example } = guide;
  return {
    title: column.label,
    description: how.join(" "),
    ...valueOf(guide, column.required ?? false),
    ...(example === "" ? {} : { examples: [example] }),
  };
}

function valueOf(guide: ColumnGuide, isRequired: boolean): object {
  switch (guide.kind ?? "TEXT") {
    case "DATE":
      return { type: "string", format: "date" };
    case "NUMBER":
      return { type: "number", minimum: 0 };
    case "WHOLE_NUMBER":
      return { type: "integer", minimum: 0 };
    case "TEXT":
      return textOf(guide, isRequired);
  }
}

function textOf({ choices, alsoTaken = [], several, maxLength }: ColumnGuide, isRequired: boolean): object {
  if (choices && !several) return { type: "string", enum: [...new Set([...choices, ...alsoTaken])] };
  return {
    type: "string",
    ...(isRequired ? { minLength: 1 } : {}),
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}
