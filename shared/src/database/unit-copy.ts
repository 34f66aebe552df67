import type { EntityManager, QueryRunner } from "typeorm";
import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";
import type { EventEnvelope } from "../contracts/events.ts";

/** The local copy of an organisation that another subgraph owns: enough to name it and to place it. */
@Entity("unit")
@Index("unit_uscc_key", ["uscc"], { unique: true })
@Check("unit_version_positive", "version > 0")
export class UnitRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "unit_pkey" })
  id!: string;

  @Column("text", { nullable: true })
  uscc!: string | null;

  @Column("text")
  name!: string;

  @Column("text", { name: "short_name" })
  shortName!: string;

  @Column("text")
  kind!: string;

  @Column("text", { name: "area_code" })
  areaCode!: string;

  @Column("integer")
  version!: number;
}

/** The local copy of an area. */
@Entity("area")
@Check("area_version_positive", "version > 0")
export class AreaRow {
  @PrimaryColumn("text", { primaryKeyConstraintName: "area_pkey" })
  code!: string;

  @Column("text", { name: "parent_code", nullable: true })
  parentCode!: string | null;

  @Column("text")
  level!: string;

  @Column("text")
  name!: string;

  @Column("integer")
  version!: number;
}

export async function createUnitCopyTables(db: QueryRunner): Promise<void> {
  await db.query(`
    create table unit (
      id uuid constraint unit_pkey primary key,
      uscc text,
      name text not null,
      short_name text not null,
      kind text not null,
      area_code text not null,
      version integer not null,
      constraint unit_version_positive check (version > 0)
    );
    create unique index unit_uscc_key on unit (uscc);
    create table area (
      code text constraint area_pkey primary key,
      parent_code text,
      level text not null,
      name text not null,
      version integer not null,
      constraint area_version_positive check (version > 0)
    );
  `);
}

export async function dropUnitCopyTables(db: QueryRunner): Promise<void> {
  await db.query(`drop table area; drop table unit`);
}

/** Event handlers that keep both copies current; the highest version wins. */
export const unitCopyHandlers = {
  "area.registered": async (tx: EntityManager, events: EventEnvelope<"area.registered">[]): Promise<void> => {
    await tx.query(
      `insert into area (code, parent_code, level, name, version)
       select code, "parentCode", level, name, version
       from jsonb_to_recordset($1) as r (code text, "parentCode" text, level text, name text, version integer)
       on conflict (code) do update
         set parent_code = excluded.parent_code, level = excluded.level,
             name = excluded.name, version = excluded.version
         where excluded.version > area.version`,
      [JSON.stringify(events.map(({ state, version }) => ({ ...state, version })))],
    );
  },
  "organisation.registered": async (
    tx: EntityManager,
    events: EventEnvelope<"organisation.registered">[],
  ): Promise<void> => {
    await tx.query(
      `insert into unit (id, uscc, name, short_name, kind, area_code, version)
       select id, uscc, name, "shortName", kind, "areaCode", version
       from jsonb_to_recordset($1)
         as r (id uuid, uscc text, name text, "shortName" text, kind text, "areaCode" text, version integer)
       on conflict (id) do update
         set uscc = excluded.uscc, name = excluded.name, short_name = excluded.short_name,
             kind = excluded.kind, area_code = excluded.area_code, version = excluded.version
         where excluded.version > unit.version`,
      [JSON.stringify(events.map(({ state, version }) => ({ ...state, version })))],
    );
  },
};
