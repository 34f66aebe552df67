import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import type { Viewer } from "@gongjian/shared/viewer";
import type { DataSource } from "typeorm";

export interface ViewerQueries {
  query<Rows>(sql: string, parameters: unknown[]): Promise<Rows>;
}

/** Statements that row security sees as the viewer's, each in a transaction of its own. */
export function queriesOf(db: DataSource, viewer: Viewer): ViewerQueries {
  return {
    query: <Rows>(sql: string, parameters: unknown[]): Promise<Rows> =>
      asViewer(db, viewer, (tx) => tx.query<Rows>(sql, parameters)),
  };
}
