import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import { BROUGHT_TO_NEED, TAKEN_OF_RESOURCE } from "./residual.sql.ts";

/** What is left of rows, by their ids; null where the row states no quantity. */
export type ResidualLoader = DataLoader<string, number | null>;

interface ResidualOf {
  readonly id: string;
  readonly residual: number | null;
}

/**
 * Never negative: a unit that lowers its quantity below what is promised has nothing left, and the projects
 * keep what they were promised until somebody decides.
 */
export function createResourceResidualLoader(db: DataSource): ResidualLoader {
  return createResidualLoader(
    db,
    `select r.id, greatest(0, r.quantity - (${TAKEN_OF_RESOURCE})) as residual
     from resource r where r.id = any($1) and r.quantity is not null`,
  );
}

export function createNeedResidualLoader(db: DataSource): ResidualLoader {
  return createResidualLoader(
    db,
    `select n.id, greatest(0, n.quantity - (${BROUGHT_TO_NEED})) as residual
     from need n where n.id = any($1) and n.quantity is not null`,
  );
}

function createResidualLoader(db: DataSource, sql: string): ResidualLoader {
  return new DataLoader(async (ids) => {
    const rows = await db.query<ResidualOf[]>(sql, [ids]);
    const byId = new Map(rows.map(({ id, residual }) => [id, residual]));
    return ids.map((id) => byId.get(id) ?? null);
  });
}
