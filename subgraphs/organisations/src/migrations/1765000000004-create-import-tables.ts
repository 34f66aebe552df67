import { createImportTables, dropImportTables } from "@gongjian/shared/import/import-tables";
import type { MigrationInterface, QueryRunner } from "typeorm";

export class CreateImportTables1765000000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createImportTables(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await dropImportTables(db);
  }
}
