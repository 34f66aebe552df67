import { z } from "zod";
import { API_KEY_SCOPES, isInScopes, reachOf, type Operation } from "./contracts/permissions.ts";
import { ROLES, SCOPES_OF_ROLE } from "./contracts/roles.ts";
import { forbidden } from "./errors.ts";

/**
 * Who is calling: one role and one scope. `unitId` narrows it to an organisation, `areaCode` to an area
 * with everything below it; neither means the whole city.
 */
export const viewerSchema = z
  .object({
    role: z.enum(ROLES),
    /** Ends up in settings, audit entries and logs: nothing in it may be invisible. */
    subject: z
      .string()
      .max(200)
      .regex(/^\P{C}+$/u),
    unitId: z.uuid().nullable(),
    areaCode: z
      .string()
      .regex(/^\d{6,18}$/)
      .nullable(),
    /** What the unit's API key is good for; nobody who came without a key has this. */
    scopes: z.array(z.enum(API_KEY_SCOPES)).max(API_KEY_SCOPES.length).optional(),
  })
  .refine(({ role, unitId, areaCode }) => {
    const scope = unitId !== null ? "UNIT" : areaCode !== null ? "AREA" : "CITY";
    return SCOPES_OF_ROLE[role].includes(scope);
  }, "This role cannot have this scope.");

export type Viewer = Readonly<z.infer<typeof viewerSchema>>;

/** What an operation touches, as far as permission is concerned. */
export interface Target {
  readonly unitId?: string | null;
  readonly areaCode?: string | null;
  readonly subject?: string | null;
}

/** One of our own processes. The gateway takes no such subject from a token. */
export function isService({ subject }: Viewer): boolean {
  return subject.startsWith("service:");
}

/** Whether the viewer may do this to the target; without a target: whether they may do it to anything. */
export function may(viewer: Viewer, operation: Operation, target?: Target): boolean {
  const reach = reachOf(viewer.role, operation);
  if (reach === null || !isInKeyScopes(viewer, operation)) return false;
  if (target === undefined || reach === "EVERYWHERE") return true;
  return reach === "SELF" ? target.subject === viewer.subject : isInScope(viewer, target);
}

/** @throws FORBIDDEN with a Chinese message; says nothing about the target. */
export function authorise(viewer: Viewer, operation: Operation, target?: Target): void {
  if (may(viewer, operation, target)) return;
  throw isInKeyScopes(viewer, operation) ? forbidden() : forbidden("这个接口密钥的授权范围不含这项操作。");
}

function isInKeyScopes({ scopes }: Viewer, operation: Operation): boolean {
  return scopes === undefined || isInScopes(scopes, operation);
}

function isInScope(viewer: Viewer, { unitId, areaCode }: Target): boolean {
  if (viewer.unitId !== null) return unitId === viewer.unitId;
  if (viewer.areaCode !== null) return areaCode?.startsWith(viewer.areaCode) ?? false;
  return true;
}
