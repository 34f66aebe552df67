import { may, type Viewer } from "@gongjian/shared/viewer";

/** In open figures a smaller group could be recognised. */
const SMALLEST_SHOWN_GROUP = 5;

/** How many people a need helps, as far as this viewer may know. */
export function shownPeopleServed(
  viewer: Viewer,
  { peopleServed }: { readonly peopleServed: number | null },
): number | null {
  if (peopleServed === null || !may(viewer, "need.beneficiaries.read")) return null;
  return viewer.role === "DASHBOARD" && peopleServed < SMALLEST_SHOWN_GROUP ? null : peopleServed;
}
