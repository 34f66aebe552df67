import type { ListDefinition } from "@gongjian/shared/import/list-definition";
import type { LinesTable } from "../publishing/known-lines.ts";
import { needList } from "../publishing/need-list.ts";
import { resourceList } from "../publishing/resource-list.ts";
import { NEED_TABLE } from "../publishing/store-needs.ts";
import { RESOURCE_TABLE } from "../publishing/store-resources.ts";
import { NEED_CONTACTS, RESOURCE_CONTACTS, type ContactTable } from "../revision/contact-revision.ts";
import { labelsOf, plain, type LineField } from "./line-field.ts";
import { BENEFICIARIES, NEED_FIELDS } from "./need-columns.ts";
import { RESOURCE_FIELDS } from "./resource-columns.ts";

/** A list that can be taken out as a file. */
export interface ExportedList {
  readonly definition: Pick<ListDefinition, "name" | "label" | "findUnit">;
  readonly table: LinesTable["name"];
  readonly area: string;
  readonly fields: readonly LineField[];
  /** Those of the fields that only some may see. */
  readonly guarded: ReadonlySet<LineField>;
  readonly contacts: ContactTable;
  readonly contactFields: readonly LineField[];
  readonly unitLabel: string;
}

function contactFields(list: Pick<ListDefinition, "columns">): readonly LineField[] {
  const label = labelsOf(list.columns);
  return [
    { field: "contact", label: label("contact"), column: "contact", width: 12, text: plain },
    { field: "phone", label: label("phone"), column: "phone", width: 16, text: plain },
  ];
}

const resources: ExportedList = {
  definition: resourceList,
  table: RESOURCE_TABLE.name,
  area: "coverage_area_code",
  fields: RESOURCE_FIELDS,
  guarded: new Set(),
  contacts: RESOURCE_CONTACTS,
  contactFields: contactFields(resourceList),
  unitLabel: labelsOf(resourceList.columns)("unit"),
};

const needs: ExportedList = {
  definition: needList,
  table: NEED_TABLE.name,
  area: "area_code",
  fields: NEED_FIELDS,
  guarded: new Set([BENEFICIARIES]),
  contacts: NEED_CONTACTS,
  contactFields: contactFields(needList),
  unitLabel: labelsOf(needList.columns)("unit"),
};

/** The lists of this subgraph that can be taken out, by name. */
export const exportedLists: ReadonlyMap<string, ExportedList> = new Map(
  [resources, needs].map((list) => [list.definition.name, list]),
);
