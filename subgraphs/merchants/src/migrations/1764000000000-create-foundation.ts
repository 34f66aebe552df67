import { createUnitCopyTables, dropUnitCopyTables } from "@gongjian/shared/database/unit-copy";
import { createInboxTable, dropInboxTable } from "@gongjian/shared/events/inbox";
import { createImportTables, dropImportTables } from "@gongjian/shared/import/import-tables";
import type { MigrationInterface, QueryRunner } from "typeorm";

/** What every subgraph that imports lists and receives events needs. */
export class CreateFoundation1764000000000 implements MigrationInterface {
  readonly name = "CreateFoundation1764000000000";

  async up(db: QueryRunner): Promise<void> {
    await createInboxTable(db);
    await createUnitCopyTables(db);
    await createImportTables(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await dropImportTables(db);
    await dropUnitCopyTables(db);
    await dropInboxTable(db);
  }
}
