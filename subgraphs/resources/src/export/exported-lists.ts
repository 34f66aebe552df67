import type { ListDefinition } from "@gongjian/shared/import/list-definition";
import { isOfList } from "../merging/of-list.sql.ts";
import type { LinesTable } from "../publishing/known-lines.ts";
import { needList } from "../publishing/need-list.ts";
import { projectList } from "../publishing/project-list.ts";
import { resourceList } from "../publishing/resource-list.ts";
import { NEED_TABLE } from "../publishing/store-needs.ts";
import { RESOURCE_TABLE } from "../publishing/store-resources.ts";
import { NEED_CONTACTS, RESOURCE_CONTACTS, type ContactTable } from "../revision/contact-revision.ts";
import { labelsOf, plain, type LineField } from "./line-field.ts";
import { NEED_FIELDS } from "./need-columns.ts";
import { PROJECT_FIELDS } from "./project-columns.ts";
import { RESOURCE_FIELDS } from "./resource-columns.ts";

/** A list that can be taken out as a file. */
export interface ExportedList {
  readonly definition: Pick<ListDefinition, "name" | "label" | "findUnit">;
  readonly table: LinesTable["name"] | "project";
  readonly area: string;
  /** SQL: whether row `r` is a line of a list; default: every row is. */
  readonly isListed?: string;
  readonly fields: readonly LineField[];
  readonly contacts: ContactTable;
  readonly contactFields: readonly LineField[];
  readonly unitLabel: string;
}

const CONTACT_WIDTHS = { contact: 12, phone: 16 } as const;

function contactFields(
  { columns }: Pick<ListDefinition, "columns">,
  fields: readonly (keyof typeof CONTACT_WIDTHS)[],
): readonly LineField[] {
  const label = labelsOf(columns);
  return fields.map((field) => ({
    field,
    label: label(field),
    column: field,
    width: CONTACT_WIDTHS[field],
    text: plain,
  }));
}

const resources: ExportedList = {
  definition: resourceList,
  table: RESOURCE_TABLE.name,
  area: "coverage_area_code",
  fields: RESOURCE_FIELDS,
  contacts: RESOURCE_CONTACTS,
  contactFields: contactFields(resourceList, ["contact", "phone"]),
  unitLabel: labelsOf(resourceList.columns)("unit"),
};

const needs: ExportedList = {
  definition: needList,
  table: NEED_TABLE.name,
  area: "area_code",
  isListed: isOfList("r"),
  fields: NEED_FIELDS,
  contacts: NEED_CONTACTS,
  contactFields: contactFields(needList, ["contact", "phone"]),
  unitLabel: labelsOf(needList.columns)("unit"),
};

const projects: ExportedList = {
  definition: projectList,
  table: "project",
  area: "area_code",
  fields: PROJECT_FIELDS,
  contacts: { name: "project_contact", key: "project_id" },
  contactFields: contactFields(projectList, ["contact"]),
  unitLabel: labelsOf(projectList.columns)("unit"),
};

/** The lists of this subgraph that can be taken out, by name. */
export const exportedLists: ReadonlyMap<string, ExportedList> = new Map(
  [resources, needs, projects].map((list) => [list.definition.name, list]),
);
