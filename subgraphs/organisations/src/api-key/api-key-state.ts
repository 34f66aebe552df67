import type { Clock } from "@gongjian/shared/clock";
import type { ApiKeyRow } from "./api-key.row.ts";

/** How a key stands now. */
export const ApiKeyState = {
  ACTIVE: "ACTIVE",
  ROTATING: "ROTATING",
  EXPIRED: "EXPIRED",
  REVOKED: "REVOKED",
} as const;

export type ApiKeyState = (typeof ApiKeyState)[keyof typeof ApiKeyState];

/** A key without what nobody may see. */
export type ApiKeyView = Omit<ApiKeyRow, "organisationId" | "hash" | "rotatedTo">;

/** A key is good through its last day in Asia/Shanghai, and a rotated one until its overlap ends. */
export function stateOf({ revokedAt, expiresOn, endsAt }: ApiKeyView, clock: Clock): ApiKeyState {
  if (revokedAt !== null) return ApiKeyState.REVOKED;
  const isOver = endsAt !== null && endsAt <= clock.now();
  if (isOver || expiresOn < clock.today()) return ApiKeyState.EXPIRED;
  return endsAt === null ? ApiKeyState.ACTIVE : ApiKeyState.ROTATING;
}
