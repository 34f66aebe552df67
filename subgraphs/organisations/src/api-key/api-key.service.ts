import type { PageArgs } from "@gongjian/shared/connection";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import type { PageLoader } from "@gongjian/shared/page-loader";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, may } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import type { OrganisationRow } from "../organisation/organisation.row.ts";
import { requireOrganisation } from "../organisation/require-organisation.ts";
import { createApiKeysLoader } from "./api-key-pages.ts";
import { newApiKeySecret } from "./api-key-secret.ts";
import { ApiKeyState, stateOf, type ApiKeyView } from "./api-key-state.ts";
import { insertKey, lastGoodDay, lockKey, requireRoomForKey } from "./api-key-store.ts";
import {
  ApiKeyRevoked,
  CreateApiKeySuccess,
  RevokeApiKeySuccess,
  type ApiKeyConnection,
  type CreateApiKeyInput,
  type RevokeApiKeyInput,
} from "./api-key.type.ts";
import { ApiKeyNotActive, RotateApiKeySuccess, type RotateApiKeyInput } from "./rotate-api-key.type.ts";

const HOUR_MS = 60 * 60 * 1000;

/** The use cases of API keys. A key's secret exists only in the answer that made it. */
export class ApiKeyService {
  private readonly pages: PageLoader<ApiKeyView>;

  constructor(private readonly scope: RequestScope) {
    this.pages = createApiKeysLoader(scope.db, scope.viewer);
  }

  /** The keys of a unit; null for whoever may not manage them. */
  async list({ id, areaCode }: OrganisationRow, page: PageArgs): Promise<ApiKeyConnection | null> {
    if (!may(this.scope.viewer, "apiKey.manage", { unitId: id, areaCode })) return null;
    return this.pages.load(id, page);
  }

  stateOf(key: ApiKeyView): ApiKeyState {
    return stateOf(key, this.scope.clock);
  }

  async create(input: CreateApiKeyInput): Promise<CreateApiKeySuccess> {
    const { db, viewer, clock } = this.scope;
    const { unitId, label, role, scopes } = input;
    authorise(viewer, "apiKey.manage", { unitId });
    const expiresOn = lastGoodDay(input.expiresOn, clock.today());
    const secret = newApiKeySecret();
    return asViewer(db, viewer, async (tx) => {
      await requireOrganisation(tx, unitId);
      await requireRoomForKey(tx, this.scope, unitId, "active");
      const key = { unitId, label: label.trim(), role, scopes, secret, expiresOn };
      return new CreateApiKeySuccess(await insertKey(tx, this.scope, key), secret);
    });
  }

  /** The new key does what the old one did; the old one goes on until the overlap ends. */
  async rotate({ id, overlapHours, expiresOn }: RotateApiKeyInput): Promise<RotateApiKeySuccess> {
    const { clock } = this.scope;
    const secret = newApiKeySecret();
    return this.change(id, async (tx, old, unitId) => {
      const state = this.stateOf(old);
      if (state !== ApiKeyState.ACTIVE) throw new Rejection(new ApiKeyNotActive(old, state));
      await requireRoomForKey(tx, this.scope, unitId, "rotating");

      const lastDay = lastGoodDay(expiresOn, clock.today());
      const made = await insertKey(tx, this.scope, { ...old, unitId, secret, expiresOn: lastDay });
      const endsAt = new Date(clock.now().getTime() + overlapHours * HOUR_MS);
      await tx.query(`update api_key set ends_at = $2, rotated_to = $3 where id = $1`, [
        id,
        endsAt.toISOString(),
        made.id,
      ]);
      return new RotateApiKeySuccess(made, { ...old, endsAt }, secret);
    });
  }

  async revoke({ id }: RevokeApiKeyInput): Promise<RevokeApiKeySuccess> {
    return this.change(id, async (tx, apiKey) => {
      if (apiKey.revokedAt !== null) throw new Rejection(new ApiKeyRevoked(apiKey));
      const revokedAt = this.scope.clock.now();
      await tx.query(`update api_key set revoked_at = $2 where id = $1`, [id, revokedAt.toISOString()]);
      return new RevokeApiKeySuccess({ ...apiKey, revokedAt });
    });
  }

  /** Locks the key, so that of two decisions on it the second sees what the first decided. */
  private async change<Success>(
    id: string,
    decide: (tx: EntityManager, key: ApiKeyView, unitId: string) => Promise<Success>,
  ): Promise<Success> {
    const { db, viewer } = this.scope;
    authorise(viewer, "apiKey.manage");
    return asViewer(db, viewer, async (tx) => {
      const { organisationId: unitId, ...key } = await lockKey(tx, id);
      authorise(viewer, "apiKey.manage", { unitId });
      return decide(tx, key, unitId);
    });
  }
}
