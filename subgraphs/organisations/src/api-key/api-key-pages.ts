import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { byId, createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import type { Viewer } from "@gongjian/shared/viewer";
import type { DataSource } from "typeorm";
import type { ApiKey } from "./api-key.type.ts";

/** The columns of an `ApiKey`; the hash never leaves the database. */
export const API_KEY_COLUMNS = `id, label, role, created_at as "createdAt", expires_on as "expiresOn",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt"`;

/** The keys of units. Row security shows only those that the viewer may manage. */
export function createApiKeysLoader(db: DataSource, viewer: Viewer): PageLoader<ApiKey> {
  const asTheViewer = {
    query: <Rows>(sql: string, parameters: unknown[]): Promise<Rows> =>
      asViewer(db, viewer, (tx) => tx.query<Rows>(sql, parameters)),
  };
  return createPageLoader<ApiKey>(asTheViewer, {
    columns: API_KEY_COLUMNS,
    from: "api_key",
    belongs: "organisation_id = page.parent",
    parent: "uuid",
    order: byId("api_key"),
  });
}
