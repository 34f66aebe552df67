import type { Target, Viewer } from "@gongjian/shared/viewer";
import type { MerchantRow } from "./merchant.row.ts";

type Ownership = Pick<MerchantRow, "areaCode" | "organisationId" | "subject">;

/**
 * A shop as permission sees it. It belongs to its shopkeeper's login, and, where it is a member unit too,
 * to whoever calls for that unit: to both it is their own.
 */
export function targetOf({ areaCode, organisationId, subject }: Ownership, viewer: Viewer): Target {
  const isOwnUnit = viewer.unitId !== null && viewer.unitId === organisationId;
  return { areaCode, unitId: organisationId, subject: isOwnUnit ? viewer.subject : subject };
}
