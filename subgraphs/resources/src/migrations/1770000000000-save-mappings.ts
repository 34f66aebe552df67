import {
  createListMappingTable,
  dropListMappingTable,
} from "@gongjian/shared/import/saved-mapping/list-mapping-table";
import type { MigrationInterface, QueryRunner } from "typeorm";

export class SaveMappings1770000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createListMappingTable(db);
    // As for the lists themselves: an administrator or a merchant's unit has no say here.
    await db.query(`
      create policy list_mapping_insert_role on list_mapping as restrictive
        for insert with check (may_publish_lists());
      create policy list_mapping_update_role on list_mapping as restrictive
        for update using (may_publish_lists());
      create policy list_mapping_delete_role on list_mapping as restrictive
        for delete using (may_publish_lists());
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await dropListMappingTable(db);
  }
}
