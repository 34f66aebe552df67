import type { MigrationInterface, QueryRunner } from "typeorm";

/** The second built-in policy: `POLICY_2` of matching/policy/policy.ts. */
export class ShowMoreCandidates1778000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into match_policy (version, county_code, weights, min_score, effective_from)
      select 2, county_code, weights, 0.54, effective_from from match_policy where version = 1`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from match_policy where version = 2`);
  }
}
