import { byId, createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import type { Viewer } from "@gongjian/shared/viewer";
import type { DataSource } from "typeorm";
import { queriesOf } from "../viewer-queries.ts";
import type { ApiKeyView } from "./api-key-state.ts";

/** The columns of an `ApiKeyView`; the hash never leaves the database. */
export const API_KEY_COLUMNS = `id, label, role, scopes, created_by as "createdBy", created_at as "createdAt",
  expires_on as "expiresOn", ends_at as "endsAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

/** The keys of units. Row security shows only those that the viewer may manage. */
export function createApiKeysLoader(db: DataSource, viewer: Viewer): PageLoader<ApiKeyView> {
  return createPageLoader<ApiKeyView>(queriesOf(db, viewer), {
    columns: API_KEY_COLUMNS,
    from: "api_key",
    belongs: "organisation_id = page.parent",
    parent: "uuid",
    order: byId("api_key"),
  });
}
