import type { MigrationInterface, QueryRunner } from "typeorm";
import { createPolicyFunctions, dropPolicyFunctions, protectTable } from "../row-policies.ts";

/**
 * The composite foreign key carries the parent's level, so that the database itself refuses an area that
 * skips a level; together with the prefix rule no cycle can exist.
 */
export class CreateArea1765000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createPolicyFunctions(db);
    await db.query(`
      create table area (
        code text constraint area_pkey primary key,
        parent_code text,
        parent_level text,
        level text not null,
        name text not null,
        latitude double precision,
        longitude double precision,
        crs text,
        version integer not null,
        constraint area_code_level_key unique (code, level),
        constraint area_parent_fkey
          foreign key (parent_code, parent_level) references area (code, level),
        constraint area_level_known check (level in ('COUNTY', 'STREET', 'COMMUNITY', 'GRID', 'MICRO_GRID')),
        constraint area_code_fits_level check (
          code ~ '^[0-9]+$' and length(code) = case level
            when 'COUNTY' then 6 when 'STREET' then 9 when 'COMMUNITY' then 12
            when 'GRID' then 15 else 18 end
        ),
        constraint area_parent_is_prefix check (
          case level when 'COUNTY' then parent_code is null
            else parent_code is not null and parent_code = left(code, -3) end
        ),
        constraint area_parent_is_next_level check (
          parent_level is not distinct from case level
            when 'STREET' then 'COUNTY' when 'COMMUNITY' then 'STREET'
            when 'GRID' then 'COMMUNITY' when 'MICRO_GRID' then 'GRID' end
        ),
        constraint area_point_complete check (
          (latitude is null) = (longitude is null) and (crs is null or latitude is not null)
        ),
        constraint area_crs_known check (crs in ('GCJ02', 'WGS84', 'BD09')),
        constraint area_version_positive check (version > 0)
      );
      create index area_parent_code_idx on area (parent_code);
    `);
    await protectTable(db, "area", "is_registrar()");
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table area`);
    await dropPolicyFunctions(db);
  }
}
