/** Every role a viewer can have (DESIGN: who is calling). A token carries exactly one. */
export const ROLES = [
  "PUBLIC",
  "RESIDENT",
  "VOLUNTEER",
  "MERCHANT",
  "UNIT_CLERK",
  "UNIT_HEAD",
  "GRID_WORKER",
  "SECRETARIAT",
  "COMMITTEE_HEAD",
  "DASHBOARD",
  "AUDITOR",
  "ADMIN",
] as const;

export type Role = (typeof ROLES)[number];

/** The kinds of scope a role may be given; a role that lists only `UNIT` is refused without a unit. */
export const SCOPES_OF_ROLE: Record<Role, readonly ("UNIT" | "AREA" | "CITY")[]> = {
  PUBLIC: ["CITY"],
  RESIDENT: ["AREA", "CITY"],
  VOLUNTEER: ["AREA", "CITY"],
  MERCHANT: ["UNIT", "AREA", "CITY"],
  UNIT_CLERK: ["UNIT"],
  UNIT_HEAD: ["UNIT"],
  GRID_WORKER: ["AREA"],
  SECRETARIAT: ["AREA", "CITY"],
  COMMITTEE_HEAD: ["AREA", "CITY"],
  DASHBOARD: ["AREA", "CITY"],
  AUDITOR: ["AREA", "CITY"],
  ADMIN: ["CITY"],
};
