import type { MigrationInterface, QueryRunner } from "typeorm";

/** A need may say on which day it was handed in: with that it is known whether a supply has notice enough. */
export class DateSubmissions1774000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table need add submitted_on date`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter table need drop column submitted_on`);
  }
}
