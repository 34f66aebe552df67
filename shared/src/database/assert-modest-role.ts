import type { DataSource } from "typeorm";

interface RoleRow {
  readonly is_superuser: boolean;
  readonly bypasses_row_security: boolean;
  readonly owned_tables: number;
}

/** PROMISES 11: refuses to start when the app's role could step around row security. */
export async function assertModestRole(db: DataSource): Promise<void> {
  const [role] = await db.query<RoleRow[]>(`
    select rolsuper as is_superuser, rolbypassrls as bypasses_row_security,
      (select count(*)::integer from pg_class where relowner = pg_roles.oid and relkind = 'r') as owned_tables
    from pg_roles where rolname = current_user
  `);
  if (!role || role.is_superuser || role.bypasses_row_security || role.owned_tables > 0) {
    throw new Error("The app's database role must own nothing, be no superuser and not bypass row security.");
  }
}
