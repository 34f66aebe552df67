import type { RowChange, RowImage } from "@gongjian/shared/import/revisions/row-changes";
import type { Viewer } from "@gongjian/shared/viewer";
import { fieldsFor, plain, type LineField } from "../export/line-field.ts";
import type { PublicationChange, PublicationFieldChange } from "./publication.type.ts";
import type { RevisedList } from "./revised-lists.ts";

const STATES: Readonly<Record<string, string>> = {
  PUBLISHED: "已公布",
  SUSPENDED: "暂停提供",
  WITHDRAWN: "已撤下",
};

const STATE = { field: "state", label: "状态", column: "state", text: stateText } as const;

/** A change in the words of its list: which fields are different, and never a contact. */
export function describeChange(
  list: RevisedList,
  { rowId, kind, before, after, isContactChanged }: RowChange,
  viewer: Viewer,
): PublicationChange {
  const fields = [STATE, ...fieldsFor(viewer, list.fields)].flatMap((field) =>
    differenceOf(field, before, after),
  );
  const other = before !== null && (isContactChanged || isContactMaskChanged(before, after));
  const image = after ?? before ?? {};
  return {
    rowId,
    externalId: textOrNull(plain(image.external_id)),
    title: plain(image.title),
    kind,
    fields: other ? [...fields, CONTACT] : fields,
  };
}

/** That a contact has changed is told; what it was and is stays with the contact. */
const CONTACT: PublicationFieldChange = {
  field: "contact",
  label: "联系方式",
  before: null,
  after: "联系方式有变",
};

function isContactMaskChanged(before: RowImage, after: RowImage | null): boolean {
  return ["contact_masked", "phone_masked"].some(
    (column) => plain(before[column]) !== plain(after?.[column]),
  );
}

function differenceOf(
  { field, label, column, text }: Pick<LineField, "field" | "label" | "column" | "text">,
  before: RowImage | null,
  after: RowImage | null,
): PublicationFieldChange[] {
  const from = textOrNull(text(before?.[column]));
  const to = textOrNull(text(after?.[column]));
  return from === to ? [] : [{ field, label, before: from, after: to }];
}

function stateText(value: unknown): string {
  return STATES[plain(value)] ?? plain(value);
}

function textOrNull(text: string): string | null {
  return text === "" ? null : text;
}
