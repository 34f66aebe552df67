import { ROLES, type Role } from "./roles.ts";

/**
 * How far a permission reaches. `EVERYWHERE`: any object. `SCOPE`: objects of the viewer's unit, or below
 * the viewer's area, or all of the city where the viewer has no narrower scope. `SELF`: objects whose
 * subject is the viewer.
 */
export type Reach = "EVERYWHERE" | "SCOPE" | "SELF";

type Grants = Partial<Record<Role, Reach>>;

const everyone = Object.fromEntries(ROLES.map((role) => [role, "EVERYWHERE"])) as Record<Role, Reach>;

const signedInStaff: Grants = {
  UNIT_CLERK: "EVERYWHERE",
  UNIT_HEAD: "EVERYWHERE",
  GRID_WORKER: "EVERYWHERE",
  SECRETARIAT: "EVERYWHERE",
  COMMITTEE_HEAD: "EVERYWHERE",
  ADMIN: "EVERYWHERE",
};

const unitAndSecretariat: Grants = {
  UNIT_CLERK: "SCOPE",
  UNIT_HEAD: "SCOPE",
  SECRETARIAT: "SCOPE",
  COMMITTEE_HEAD: "SCOPE",
};

const secretariat: Grants = { SECRETARIAT: "SCOPE", COMMITTEE_HEAD: "SCOPE" };

/** Operation × role → reach: the role table of DESIGN as data. What is not written here is refused. */
export const PERMISSIONS = {
  // organisations
  "directory.read": everyone,
  "area.register": { ADMIN: "EVERYWHERE" },
  "organisation.register": { ADMIN: "EVERYWHERE" },
  "seat.manage": { ...secretariat, ADMIN: "EVERYWHERE" },
  "committee.form": { ADMIN: "EVERYWHERE" },
  "apiKey.manage": { UNIT_HEAD: "SCOPE", ADMIN: "EVERYWHERE" },
  // resources
  "list.read": everyone,
  "need.beneficiaries.read": { ...signedInStaff, DASHBOARD: "EVERYWHERE" },
  "list.publish": unitAndSecretariat,
  "candidate.read": { ...signedInStaff, DASHBOARD: "EVERYWHERE", AUDITOR: "EVERYWHERE" },
  "contact.readMasked": signedInStaff,
  "contact.reveal": unitAndSecretariat,
  // volunteers
  "volunteer.read": { ...signedInStaff, VOLUNTEER: "SELF" },
  "volunteer.register": { ...secretariat, ADMIN: "EVERYWHERE" },
  "team.publish": { ...unitAndSecretariat, ADMIN: "EVERYWHERE" },
  "team.join": { ...unitAndSecretariat, VOLUNTEER: "SELF" },
  "timeAccount.read": { ...secretariat, VOLUNTEER: "SELF", AUDITOR: "EVERYWHERE" },
  "timeAccount.open": { ...secretariat, ADMIN: "EVERYWHERE" },
  "time.transfer": { ...secretariat, VOLUNTEER: "SELF" },
  // merchants
  "merchant.register": { ...secretariat, ADMIN: "EVERYWHERE" },
  "roadBranch.manage": { ...secretariat, ADMIN: "EVERYWHERE" },
  "offer.publish": { MERCHANT: "SELF", ...secretariat, ADMIN: "EVERYWHERE" },
} as const satisfies Record<string, Grants>;

export type Operation = keyof typeof PERMISSIONS;

/** The reach a role has for an operation, or `null` where it may not do it at all. */
export function reachOf(role: Role, operation: Operation): Reach | null {
  return (PERMISSIONS[operation] as Grants)[role] ?? null;
}
