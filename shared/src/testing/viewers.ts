import { ROLES, SCOPES_OF_ROLE } from "../contracts/roles.ts";
import type { Viewer } from "../viewer.ts";

/** Where the viewers of a permission matrix may stand, as seen from the object: within, around, elsewhere. */
export interface Places {
  readonly unitIds: readonly string[];
  readonly areaCodes: readonly string[];
  readonly subjects?: readonly string[];
}

/** Every role in every scope that it may have. */
export function viewersAt({ unitIds, areaCodes, subjects = ["tester"] }: Places): Viewer[] {
  const scopes: Record<"UNIT" | "AREA" | "CITY", Pick<Viewer, "unitId" | "areaCode">[]> = {
    UNIT: unitIds.map((unitId) => ({ unitId, areaCode: null })),
    AREA: areaCodes.map((areaCode) => ({ unitId: null, areaCode })),
    CITY: [{ unitId: null, areaCode: null }],
  };
  return ROLES.flatMap((role) =>
    SCOPES_OF_ROLE[role]
      .flatMap((kind) => scopes[kind])
      .flatMap((scope) => subjects.map((subject) => ({ role, subject, ...scope }))),
  );
}
