import { projectList } from "../publishing/project-list.ts";
import { PROGRESS_WORDS } from "../publishing/project-values.ts";
import type { NamedCommitment } from "../project/project.row.ts";
import { categoryText, joined, labelsOf, plain, worded, type LineField } from "./line-field.ts";

const label = labelsOf(projectList.columns);

/**
 * What a project shows of itself, in the order of its sheet. Units, needs and resources stand by their ids,
 * by which the import finds them again.
 */
export const PROJECT_FIELDS: readonly LineField[] = [
  { field: "externalId", label: label("externalId"), column: "external_id", width: 12, text: plain },
  { field: "category", label: label("category"), column: "category_code", width: 16, text: categoryText },
  { field: "title", label: label("title"), column: "title", width: 24, text: plain },
  { field: "description", label: label("description"), column: "description", width: 40, text: plain },
  { field: "area", label: label("area"), column: "area_code", width: 18, text: plain },
  { field: "partners", label: label("partners"), column: "partner_ids", width: 24, text: joined },
  {
    field: "otherPartners",
    label: label("otherPartners"),
    column: "other_partners",
    width: 24,
    text: joined,
  },
  { field: "needs", label: label("needs"), column: "need_ids", width: 24, text: joined },
  {
    field: "commitments",
    label: label("commitments"),
    column: "commitments",
    width: 32,
    text: commitmentsText,
  },
  { field: "from", label: label("from"), column: "starts_on", width: 12, text: plain },
  { field: "to", label: label("to"), column: "ends_on", width: 12, text: plain },
  {
    field: "progress",
    label: label("progress"),
    column: "progress",
    width: 10,
    text: worded(PROGRESS_WORDS),
  },
  { field: "progressNote", label: label("progressNote"), column: "progress_note", width: 24, text: plain },
  { field: "funding", label: label("funding"), column: "funding", width: 16, text: plain },
  { field: "budget", label: label("budget"), column: "budget", width: 10, text: plain },
  { field: "acceptance", label: label("acceptance"), column: "acceptance", width: 16, text: plain },
  { field: "milestones", label: label("milestones"), column: "milestones", width: 24, text: lines },
  { field: "risks", label: label("risks"), column: "risks", width: 16, text: plain },
];

function lines(value: unknown): string {
  return Array.isArray(value) ? value.join("；") : plain(value);
}

/** `id×20→id`, as the import reads it. */
function commitmentsText(value: unknown): string {
  const commitments = Array.isArray(value) ? (value as NamedCommitment[]) : [];
  return commitments
    .map(({ resourceId, quantity, needId }) => {
      const amount = quantity === null ? "" : `×${quantity}`;
      return `${resourceId}${amount}${needId === null ? "" : `→${needId}`}`;
    })
    .join("、");
}
