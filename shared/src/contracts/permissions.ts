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
  "filingRound.manage": secretariat,
  "filingRound.read": { ...secretariat, DASHBOARD: "SCOPE" },
  "filing.read": unitAndSecretariat,
  "filing.acknowledge": { UNIT_CLERK: "SCOPE", UNIT_HEAD: "SCOPE" },
  // resources
  "list.read": everyone,
  "need.beneficiaries.read": { ...signedInStaff, DASHBOARD: "EVERYWHERE" },
  "list.publish": unitAndSecretariat,
  "list.mapping.manage": unitAndSecretariat,
  "list.export": { ...signedInStaff, DASHBOARD: "EVERYWHERE", AUDITOR: "EVERYWHERE" },
  "revision.read": { ...unitAndSecretariat, AUDITOR: "SCOPE" },
  "need.merge": secretariat,
  "project.form": unitAndSecretariat,
  "project.withdraw": unitAndSecretariat,
  "project.withdrawalReason.read": signedInStaff,
  "listing.confirm": unitAndSecretariat,
  "listingNotice.read": unitAndSecretariat,
  "matchPlan.make": secretariat,
  "matchPlan.read": secretariat,
  "candidate.read": { ...signedInStaff, DASHBOARD: "EVERYWHERE", AUDITOR: "EVERYWHERE" },
  "matchPolicy.set": { COMMITTEE_HEAD: "SCOPE", ADMIN: "EVERYWHERE" },
  "matchPolicy.preview": { ...secretariat, ADMIN: "EVERYWHERE" },
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

/** What a unit's API key can be good for. Its role stays what it is; a scope only takes away. */
export const API_KEY_SCOPES = ["LISTS_READ", "LISTS_PUBLISH"] as const;

export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

/**
 * Operation → the scope that a key needs for it. What is not written here no key may do, whatever its role
 * may: managing keys, revealing contacts, acknowledging reminders are for people.
 */
const SCOPE_OF_OPERATION: Partial<Record<Operation, ApiKeyScope>> = {
  "directory.read": "LISTS_READ",
  "filing.read": "LISTS_READ",
  "list.read": "LISTS_READ",
  "list.export": "LISTS_READ",
  "revision.read": "LISTS_READ",
  "need.beneficiaries.read": "LISTS_READ",
  "candidate.read": "LISTS_READ",
  "contact.readMasked": "LISTS_READ",
  "volunteer.read": "LISTS_READ",
  "list.publish": "LISTS_PUBLISH",
  "listing.confirm": "LISTS_PUBLISH",
  "listingNotice.read": "LISTS_READ",
  "list.mapping.manage": "LISTS_PUBLISH",
  "team.publish": "LISTS_PUBLISH",
};

/** Whether a key with these scopes may be used for an operation. */
export function isInScopes(scopes: readonly ApiKeyScope[], operation: Operation): boolean {
  const needed = SCOPE_OF_OPERATION[operation];
  return needed !== undefined && scopes.includes(needed);
}

/** The reach a role has for an operation, or `null` where it may not do it at all. */
export function reachOf(role: Role, operation: Operation): Reach | null {
  return (PERMISSIONS[operation] as Grants)[role] ?? null;
}
