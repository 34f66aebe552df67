import { needList } from "../publishing/need-list.ts";
import { URGENCY_WORDS } from "../publishing/words.ts";
import { categoryText, joined, labelsOf, plain, worded, type LineField } from "./line-field.ts";

const label = labelsOf(needList.columns);

/** What a need shows of itself, in the order of its sheet. Unit and contacts are added by the export. */
export const NEED_FIELDS: readonly LineField[] = [
  { field: "externalId", label: label("externalId"), column: "external_id", width: 12, text: plain },
  { field: "category", label: label("category"), column: "category_code", width: 16, text: categoryText },
  { field: "title", label: label("title"), column: "title", width: 24, text: plain },
  { field: "description", label: label("description"), column: "description", width: 40, text: plain },
  { field: "quantity", label: label("quantity"), column: "quantity", width: 8, text: plain },
  { field: "unitOfMeasure", label: label("unitOfMeasure"), column: "unit_of_measure", width: 8, text: plain },
  { field: "area", label: label("area"), column: "area_code", width: 18, text: plain },
  { field: "audience", label: label("audience"), column: "audience", width: 16, text: joined },
  { field: "from", label: label("from"), column: "needed_from", width: 12, text: plain },
  { field: "to", label: label("to"), column: "needed_to", width: 12, text: plain },
  { field: "schedule", label: label("schedule"), column: "schedule", width: 24, text: plain },
  { field: "urgency", label: label("urgency"), column: "urgency", width: 10, text: worded(URGENCY_WORDS) },
  {
    field: "peopleServed",
    label: label("peopleServed"),
    column: "people_served",
    width: 8,
    text: plain,
    guard: "need.beneficiaries.read",
  },
  { field: "submittedOn", label: label("submittedOn"), column: "submitted_on", width: 12, text: plain },
  {
    field: "remarks",
    label: label("remarks"),
    column: "remarks",
    width: 24,
    text: plain,
    guard: "contact.readMasked",
  },
];
