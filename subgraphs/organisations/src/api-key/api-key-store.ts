import type { ApiKeyScope } from "@gongjian/shared/contracts/permissions";
import { badInput, notFound } from "@gongjian/shared/errors";
import { isId, newId } from "@gongjian/shared/id";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import type { EntityManager } from "typeorm";
import { API_KEY_COLUMNS } from "./api-key-pages.ts";
import type { ApiKeyRole } from "./api-key-role.ts";
import { hashApiKey } from "./api-key-secret.ts";
import type { ApiKeyView } from "./api-key-state.ts";
import { TooManyApiKeys } from "./api-key.type.ts";

/** How many keys of each sort a unit may have at a time. */
const MOST_LIVE_KEYS = 20;

export interface NewApiKey {
  readonly unitId: string;
  readonly role: ApiKeyRole;
  readonly label: string;
  readonly scopes: readonly ApiKeyScope[];
  readonly secret: string;
  readonly expiresOn: string;
}

const INSERT = `
  insert into api_key (id, organisation_id, role, label, scopes, hash, created_by, created_at, expires_on)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  returning ${API_KEY_COLUMNS}
`;

export async function insertKey(
  tx: EntityManager,
  { viewer, clock }: RequestScope,
  { unitId, role, label, scopes, secret, expiresOn }: NewApiKey,
): Promise<ApiKeyView> {
  const values = [newId(), unitId, role, label, scopes, hashApiKey(secret)];
  const made = [viewer.subject, clock.now().toISOString(), expiresOn];
  const [apiKey] = await tx.query<ApiKeyView[]>(INSERT, [...values, ...made]);
  if (!apiKey) throw new Error("The API key was not written.");
  return apiKey;
}

const COUNT_LIVE = `
  select count(*)::integer as count from api_key
  where organisation_id = $1 and revoked_at is null and expires_on >= $2
    and case when $4 then ends_at > $3 else ends_at is null end
`;

/**
 * Counted under a lock of the unit's own, so that two requests cannot both take the last place. Keys whose
 * overlap runs are counted apart: a unit with all its keys can still rotate each of them.
 *
 * @throws Rejection TOO_MANY_API_KEYS
 */
export async function requireRoomForKey(
  tx: EntityManager,
  { clock }: RequestScope,
  unitId: string,
  sort: "active" | "rotating",
): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('api keys of ' || $1::uuid))`, [unitId]);
  const isRotating = sort === "rotating";
  const parameters = [unitId, clock.today(), clock.now().toISOString(), isRotating];
  const [live] = await tx.query<{ count: number }[]>(COUNT_LIVE, parameters);
  if ((live?.count ?? 0) >= MOST_LIVE_KEYS)
    throw new Rejection(new TooManyApiKeys(MOST_LIVE_KEYS, isRotating));
}

/** Row security hides the keys of other units, so to whoever may not manage a key it does not exist. */
export async function lockKey(
  tx: EntityManager,
  id: string,
): Promise<ApiKeyView & { organisationId: string }> {
  const [key] = isId(id)
    ? await tx.query<(ApiKeyView & { organisationId: string })[]>(
        `select ${API_KEY_COLUMNS}, organisation_id as "organisationId" from api_key where id = $1 for update`,
        [id],
      )
    : [];
  if (!key) throw notFound("这个密钥");
  return key;
}

/** The last good day of a new key: a year from today unless asked otherwise, two years at most. */
export function lastGoodDay(asked: string | null | undefined, today: string): string {
  if (asked === null || asked === undefined) return yearsLater(today, 1);
  if (asked < today) throw badInput("最后有效日 expiresOn 不能早于今天。");
  if (asked > yearsLater(today, 2)) throw badInput("最后有效日 expiresOn 最长为今天起两年。");
  return asked;
}

/** The same day in a later year; 29 February becomes 28 February. */
function yearsLater(day: string, years: number): string {
  const later = String(Number(day.slice(0, 4)) + years) + day.slice(4);
  return later.endsWith("-02-29") && Number(later.slice(0, 4)) % 4 !== 0 ? later.replace(/29$/, "28") : later;
}
