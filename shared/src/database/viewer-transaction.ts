import type { DataSource, EntityManager } from "typeorm";
import type { Viewer } from "../viewer.ts";

/** Runs work in one transaction that row-level security sees as the viewer's. */
export function asViewer<Result>(
  db: DataSource,
  viewer: Viewer,
  work: (tx: EntityManager) => Promise<Result>,
): Promise<Result> {
  const { role, unitId, areaCode, subject } = viewer;
  return inScope(db, { role, unit: unitId, area: areaCode, subject }, work);
}

/** Runs work that no viewer asked for (events, jobs, start-up) in one transaction. */
export function asSystem<Result>(
  db: DataSource,
  work: (tx: EntityManager) => Promise<Result>,
): Promise<Result> {
  return inScope(db, { system: "on" }, work);
}

function inScope<Result>(
  db: DataSource,
  settings: Record<string, string | null>,
  work: (tx: EntityManager) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    await tx.query(
      Object.entries(settings)
        .map(([name, value]) => `set local gongjian.${name} = '${(value ?? "").replaceAll("'", "''")}'`)
        .join(";"),
    );
    return work(tx);
  });
}
