import type { PageArgs } from "@gongjian/shared/connection";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput, notFound } from "@gongjian/shared/errors";
import { isId, newId } from "@gongjian/shared/id";
import type { PageLoader } from "@gongjian/shared/page-loader";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, may } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import type { OrganisationRow } from "../organisation/organisation.row.ts";
import { requireOrganisation } from "../organisation/require-organisation.ts";
import { API_KEY_COLUMNS, createApiKeysLoader } from "./api-key-pages.ts";
import { hashApiKey, newApiKeySecret } from "./api-key-secret.ts";
import {
  ApiKeyRevoked,
  CreateApiKeySuccess,
  RevokeApiKeySuccess,
  TooManyApiKeys,
  type ApiKey,
  type ApiKeyConnection,
  type CreateApiKeyInput,
  type RevokeApiKeyInput,
} from "./api-key.type.ts";

const MOST_LIVE_KEYS = 20;

const INSERT = `
  insert into api_key (id, organisation_id, role, label, hash, created_by, created_at, expires_on)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  returning ${API_KEY_COLUMNS}
`;

/** The use cases of API keys. A key's secret exists only in the answer to its creation. */
export class ApiKeyService {
  private readonly pages: PageLoader<ApiKey>;

  constructor(private readonly scope: RequestScope) {
    this.pages = createApiKeysLoader(scope.db, scope.viewer);
  }

  /** The keys of a unit; null for whoever may not manage them. */
  async list({ id, areaCode }: OrganisationRow, page: PageArgs): Promise<ApiKeyConnection | null> {
    if (!may(this.scope.viewer, "apiKey.manage", { unitId: id, areaCode })) return null;
    return this.pages.load(id, page);
  }

  async create({ unitId, label, role, expiresOn }: CreateApiKeyInput): Promise<CreateApiKeySuccess> {
    const { db, viewer, clock } = this.scope;
    authorise(viewer, "apiKey.manage", { unitId });
    if (typeof expiresOn === "string" && expiresOn < clock.today()) {
      throw badInput("最后有效日 expiresOn 不能早于今天。");
    }
    const secret = newApiKeySecret();
    return asViewer(db, viewer, async (tx) => {
      await requireOrganisation(tx, unitId);
      await requireRoomForKey(tx, unitId, clock.today());
      const values = [newId(), unitId, role, label.trim(), hashApiKey(secret)];
      const made = [viewer.subject, clock.now().toISOString(), expiresOn ?? null];
      const [apiKey] = await tx.query<ApiKey[]>(INSERT, [...values, ...made]);
      if (!apiKey) throw new Error("The API key was not written.");
      return new CreateApiKeySuccess(apiKey, secret);
    });
  }

  async revoke({ id }: RevokeApiKeyInput): Promise<RevokeApiKeySuccess> {
    const { db, viewer, clock } = this.scope;
    authorise(viewer, "apiKey.manage");
    return asViewer(db, viewer, async (tx) => {
      const { organisationId: unitId, ...apiKey } = await lockKey(tx, id);
      authorise(viewer, "apiKey.manage", { unitId });
      if (apiKey.revokedAt !== null) throw new Rejection(new ApiKeyRevoked(apiKey));

      const revokedAt = clock.now();
      await tx.query(`update api_key set revoked_at = $2 where id = $1`, [id, revokedAt.toISOString()]);
      return new RevokeApiKeySuccess({ ...apiKey, revokedAt });
    });
  }
}

/** Counted under a lock of the unit's own, so that two requests cannot both take the last place. */
async function requireRoomForKey(tx: EntityManager, unitId: string, today: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('api keys of ' || $1::uuid))`, [unitId]);
  const [live] = await tx.query<{ count: number }[]>(
    `select count(*)::integer as count from api_key
     where organisation_id = $1 and revoked_at is null and (expires_on is null or expires_on >= $2)`,
    [unitId, today],
  );
  if ((live?.count ?? 0) >= MOST_LIVE_KEYS) throw new Rejection(new TooManyApiKeys(MOST_LIVE_KEYS));
}

/** Row security hides the keys of other units, so to whoever may not manage a key it does not exist. */
async function lockKey(tx: EntityManager, id: string): Promise<ApiKey & { organisationId: string }> {
  const [key] = isId(id)
    ? await tx.query<(ApiKey & { organisationId: string })[]>(
        `select ${API_KEY_COLUMNS}, organisation_id as "organisationId" from api_key where id = $1 for update`,
        [id],
      )
    : [];
  if (!key) throw notFound("这个密钥");
  return key;
}
