import { forbidden } from "@gongjian/shared/errors";
import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope } from "@gongjian/shared/import/list-definition";
import { authorise, may, type Target } from "@gongjian/shared/viewer";

/** Whoever belongs to a unit uploads for that unit only; rows are checked one by one later. */
export function authoriseUpload({ viewer, unitId }: ImportScope): void {
  authorise(viewer, "team.publish");
  if (viewer.unitId !== null && unitId !== viewer.unitId) throw forbidden();
}

/** Refuses a row about a team that the sender may not publish for, or that is not of the named unit. */
export function checkTeamOfRow(
  row: ImportRow,
  field: string,
  team: Target,
  { viewer, unitId }: ImportScope,
): void {
  if (unitId !== null && team.unitId !== unitId) {
    row.refuse(field, "UNIT_MISMATCH", "这支队伍不属于本次上传的单位。");
  } else if (!may(viewer, "team.publish", team)) {
    row.refuse(field, "OUT_OF_SCOPE", "这支队伍不在您的管辖范围内。");
  }
}
