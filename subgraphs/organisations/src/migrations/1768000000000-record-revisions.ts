import {
  downgradeImportTables,
  upgradeImportTables,
} from "@gongjian/shared/import/revisions/revision-tables";
import type { MigrationInterface, QueryRunner } from "typeorm";

export class RecordRevisions1768000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await upgradeImportTables(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await downgradeImportTables(db);
  }
}
