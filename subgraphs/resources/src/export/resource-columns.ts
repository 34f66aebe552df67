import { resourceList } from "../publishing/resource-list.ts";
import { COST_WORDS } from "../publishing/words.ts";
import { categoryText, joined, labelsOf, plain, worded, type LineField } from "./line-field.ts";

const label = labelsOf(resourceList.columns);

/** What a resource shows of itself, in the order of its sheet. Unit and contacts are added by the export. */
export const RESOURCE_FIELDS: readonly LineField[] = [
  { field: "externalId", label: label("externalId"), column: "external_id", width: 12, text: plain },
  { field: "category", label: label("category"), column: "category_code", width: 16, text: categoryText },
  { field: "title", label: label("title"), column: "title", width: 24, text: plain },
  { field: "description", label: label("description"), column: "description", width: 40, text: plain },
  { field: "quantity", label: label("quantity"), column: "quantity", width: 8, text: plain },
  { field: "unitOfMeasure", label: label("unitOfMeasure"), column: "unit_of_measure", width: 8, text: plain },
  { field: "area", label: label("area"), column: "coverage_area_code", width: 18, text: plain },
  { field: "audience", label: label("audience"), column: "audience", width: 16, text: joined },
  { field: "from", label: label("from"), column: "valid_from", width: 12, text: plain },
  { field: "to", label: label("to"), column: "valid_to", width: 12, text: plain },
  { field: "schedule", label: label("schedule"), column: "schedule", width: 24, text: plain },
  { field: "minNoticeDays", label: label("minNoticeDays"), column: "min_notice_days", width: 8, text: plain },
  { field: "qualification", label: label("qualification"), column: "qualification", width: 16, text: plain },
  { field: "cost", label: label("cost"), column: "cost", width: 10, text: worded(COST_WORDS) },
  {
    field: "remarks",
    label: label("remarks"),
    column: "remarks",
    width: 24,
    text: plain,
    guard: "contact.readMasked",
  },
];
