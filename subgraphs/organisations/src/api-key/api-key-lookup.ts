import type { ApiKeyScope } from "@gongjian/shared/contracts/permissions";
import { asSystem } from "@gongjian/shared/database/viewer-transaction";
import { RequestRefused } from "@gongjian/shared/subgraph/server";
import type { RequestScope, SubgraphRoute } from "@gongjian/shared/subgraph/define-subgraph";
import { z } from "zod";
import type { ApiKeyRole } from "./api-key-role.ts";

/** Who holds a key, as far as the gateway has to know. */
export interface ApiKeyHolder {
  readonly keyId: string;
  readonly role: ApiKeyRole;
  readonly unitId: string;
  readonly scopes: readonly ApiKeyScope[];
}

const lookup = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) });

/** The only caller that is answered: a right guess of a hash would tell others who holds the key. */
const GATEWAY = "service:gateway";

// The use is noted at most once a minute, so that a busy key is not a write for every request.
const LOOK_UP = `
  with live as (
    select id, role, organisation_id, scopes from api_key
    where hash = $1 and revoked_at is null and expires_on >= $2 and (ends_at is null or ends_at > $3)
  ), noted as (
    update api_key set last_used_at = $3
    from live
    where api_key.id = live.id
      and (api_key.last_used_at is null or api_key.last_used_at <= $3::timestamptz - interval '1 minute')
  )
  select id as "keyId", role, organisation_id as "unitId", scopes from live
`;

/** Answers the gateway whose key has this hash; null for one that is unknown, revoked or expired. */
export const apiKeyLookup: SubgraphRoute = {
  path: "/api-keys/lookup",
  async handle({ db, viewer, clock }: RequestScope, body: unknown): Promise<ApiKeyHolder | null> {
    if (viewer.subject !== GATEWAY) throw new RequestRefused(403, "FORBIDDEN", "只有网关可以查询密钥。");
    const query = lookup.safeParse(body);
    if (!query.success) throw new RequestRefused(400, "BAD_USER_INPUT", "hash 应为 64 位小写十六进制。");

    const [holder] = await asSystem(db, (tx) =>
      tx.query<ApiKeyHolder[]>(LOOK_UP, [query.data.hash, clock.today(), clock.now().toISOString()]),
    );
    return holder ?? null;
  },
};
