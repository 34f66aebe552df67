import type { MigrationInterface, QueryRunner } from "typeorm";
import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";
import { authorise } from "../../viewer.ts";
import { createImportTables, dropImportTables } from "../import-tables.ts";
import { importRows } from "../import-tables.row.ts";
import { downgradeImportTables, upgradeImportTables } from "../revisions/revision-tables.ts";
import { columnsFor, type ListDefinition } from "../list-definition.ts";
import { storeRows } from "../store-rows.ts";
import type { ListTable } from "../list-table.ts";
import { period, type Period } from "../values/date.ts";
import { measured, type Measured } from "../values/number.ts";
import { phone } from "../values/phone.ts";
import { code, line, required } from "../values/text.ts";

interface Stall {
  externalId: string | null;
  name: string;
  quantity: Measured | null;
  validity: Period | null;
  phone: string | null;
}

const STALL_TABLE: ListTable<Stall> = {
  name: "stall",
  identity: [
    ["unit_id", "external_id"],
    ["unit_id", "content_key"],
  ],
  withdrawWithin: "unit_id",
  computed: { version: { insert: "1", change: "t.version + 1" } },
  columns: [],
};

/** The smallest list with everything the engine offers, for its tests. */
export const stallList: ListDefinition<Stall> = {
  name: "stalls",
  label: "摊位",
  columns: columnsFor<Stall>([
    { field: "externalId", label: "编号", headings: ["id"], parse: code() },
    { field: "name", label: "名称", headings: ["name"], required: true, parse: required(line()) },
    { field: "quantity", label: "数量", headings: [], parse: measured() },
    { field: "validity", label: "有效期", headings: [], parse: period() },
    { field: "phone", label: "电话", headings: ["phone"], personal: true, parse: phone() },
  ]),
  findUnit: (_db, text) => Promise.resolve(text === "市总工会" ? UNION : null),
  authorise: ({ viewer, unitId }) => {
    authorise(viewer, "list.publish", { unitId });
  },
  resolve: async (tx, rows) => {
    const [closed] = await tx.query<{ name: string }[]>(`select '已撤摊' as name`);
    for (const row of rows) {
      if (row.values.name === closed?.name) row.refuse("name", "STALL_CLOSED", "这个摊位已撤。");
    }
  },
  keysOf: ({ values }) => (values.externalId === null ? [] : [values.externalId]),
  likelyKeyOf: ({ values }) => (values.externalId === null ? values.name : null),
  store: (tx, rows, scope) =>
    storeRows(
      tx,
      {
        ...STALL_TABLE,
        columns: [
          { name: "unit_id", type: "uuid", value: () => scope.unitId },
          { name: "external_id", type: "text", value: ({ values }) => values.externalId },
          {
            name: "content_key",
            type: "text",
            value: ({ values }) => (values.externalId === null ? values.name : null),
          },
          { name: "name", type: "text", value: ({ values }) => values.name },
          {
            name: "quantity",
            label: "数量",
            type: "numeric",
            value: ({ values }) => values.quantity?.value ?? null,
          },
          { name: "valid_to", type: "date", value: ({ values }) => values.validity?.to ?? null },
        ],
      },
      rows,
      scope,
    ),
};

export const UNION = "01900000-0000-7000-8000-000000000001";
export const HOSPITAL = "01900000-0000-7000-8000-000000000002";

@Entity("stall")
@Index("stall_external_id", ["unitId", "externalId"], { unique: true })
@Check("stall_state", "state in ('PUBLISHED', 'WITHDRAWN')")
class StallRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "stall_pkey" })
  id!: string;

  @Column("uuid", { name: "unit_id" })
  unitId!: string;

  @Column("text", { name: "external_id", nullable: true })
  externalId!: string | null;

  @Column("text", { name: "content_key", nullable: true })
  contentKey!: string | null;

  @Column("text")
  name!: string;

  @Column("numeric", { nullable: true })
  quantity!: number | null;

  @Column("date", { name: "valid_to", nullable: true })
  validTo!: string | null;

  @Column("text")
  state!: string;

  @Column("integer")
  version!: number;

  @Column("text", { name: "content_hash" })
  contentHash!: string;
}

class CreateStall1764000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createImportTables(db);
    await upgradeImportTables(db);
    await db.query(`
      create table stall (
        id uuid constraint stall_pkey primary key,
        unit_id uuid not null,
        external_id text,
        content_key text,
        name text not null,
        quantity numeric,
        valid_to date,
        state text not null,
        version integer not null,
        content_hash text not null,
        constraint stall_state check (state in ('PUBLISHED', 'WITHDRAWN'))
      );
      create unique index stall_external_id on stall (unit_id, external_id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table stall`);
    await downgradeImportTables(db);
    await dropImportTables(db);
  }
}

export const stallDataSource = {
  type: "postgres",
  entities: [...importRows, StallRow],
  migrations: [CreateStall1764000000000],
  migrationsTransactionMode: "each",
} as const;
