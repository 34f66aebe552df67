import type { DataSource } from "typeorm";

/** The SQL that TypeORM would still run to make the database fit the rows: empty when nothing drifted. */
export async function pendingSchemaChanges(owner: DataSource): Promise<string[]> {
  const { upQueries } = await owner.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}
