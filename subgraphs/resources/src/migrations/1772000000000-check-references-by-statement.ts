import { checkReferences, restoreForeignKeys, type Reference } from "@gongjian/shared/database/references";
import type { MigrationInterface, QueryRunner } from "typeorm";

const REFERENCES: readonly Reference[] = [
  { table: "resource", column: "unit_id", target: "unit", key: "id", name: "resource_unit_fkey" },
  {
    table: "resource",
    column: "coverage_area_code",
    target: "area",
    key: "code",
    name: "resource_area_fkey",
  },
  { table: "need", column: "unit_id", target: "unit", key: "id", name: "need_unit_fkey" },
  { table: "need", column: "area_code", target: "area", key: "code", name: "need_area_fkey" },
  {
    table: "resource_contact",
    column: "resource_id",
    target: "resource",
    key: "id",
    name: "resource_contact_resource_fkey",
    onDelete: "cascade",
  },
];

/**
 * A foreign key looks its target up for every line of a list of 100,000 although all of them name one unit.
 * The same is asked once for a statement; units, areas and resources are never deleted.
 */
export class CheckReferencesByStatement1772000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await checkReferences(db, REFERENCES);
  }

  async down(db: QueryRunner): Promise<void> {
    await restoreForeignKeys(db, REFERENCES);
  }
}
