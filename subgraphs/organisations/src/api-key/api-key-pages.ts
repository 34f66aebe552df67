import type { EntityManager } from "typeorm";
import type { PageKey } from "../page-loader.ts";
import type { ApiKey } from "./api-key.type.ts";

/** The columns of an `ApiKey`; the hash never leaves the database. */
export const API_KEY_COLUMNS = `id, label, role, created_at as "createdAt", expires_on as "expiresOn",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

const PAGES = `
  select (page.ordinal - 1)::integer as ordinal, api_key.*
  from unnest($1::uuid[], $2::integer[], $3::uuid[])
    with ordinality as page (parent, "first", after, ordinal)
  cross join lateral (
    select ${API_KEY_COLUMNS} from api_key
    where organisation_id = page.parent and (page.after is null or id > page.after)
    order by id limit page.first + 1
  ) api_key
  order by page.ordinal, api_key.id
`;

/** Reads pages of the keys of units. Row security shows only those the transaction's viewer may manage. */
export function readApiKeyPages(
  tx: EntityManager,
  keys: readonly PageKey[],
): Promise<(ApiKey & { ordinal: number })[]> {
  return tx.query<(ApiKey & { ordinal: number })[]>(PAGES, [
    keys.map(({ parentId }) => parentId),
    keys.map(({ first }) => first),
    keys.map(({ after }) => after),
  ]);
}
