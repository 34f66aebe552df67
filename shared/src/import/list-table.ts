import { assertName, type TableColumn } from "./stage-rows.ts";

/**
 * The table behind a list. Beside `columns` it has `id uuid` and `content_hash text`; with `withdrawWithin`
 * also `state text` (PUBLISHED, WITHDRAWN, and what else the list knows).
 */
export interface ListTable<V extends object> {
  readonly name: string;
  readonly columns: readonly TableColumn<V>[];
  /**
   * Sets of columns that identify a row, tried in order: `[["unit_id", "external_id"], ["unit_id",
   * "content_key"]]`. Null equals nothing, so a row with an own number leaves `content_key` null.
   */
  readonly identity: readonly (readonly string[])[];
  /** Columns that SQL fills: `{ version: { insert: "1", change: "t.version + 1" } }`; `t` is the old row. */
  readonly computed?: Readonly<Record<string, { readonly insert: string; readonly change: string }>>;
  /** Mode `replace` withdraws what the file does not name, within the values of this column it does name. */
  readonly withdrawWithin?: string;
  /** The table has `source_hash uuid`, by which a row is recognised when it is sent again as it was. */
  readonly keepsSourceHash?: boolean;
}

/** A list's table without the way from a row to its values. */
export type StoredTable = Omit<ListTable<never>, "columns"> & {
  readonly columns: readonly Omit<TableColumn<never>, "value">[];
};

/** A withdrawn row that is sent again stands again; what its owner has suspended stays so. */
const STATE = {
  insert: "'PUBLISHED'",
  change: "case t.state when 'WITHDRAWN' then 'PUBLISHED' else t.state end",
};

/** The names that SQL uses of a list's table. */
export class TableNames {
  readonly stage: string;
  readonly named: string;
  readonly createNamed: string;
  readonly columns: readonly string[];
  readonly computed: readonly (readonly [string, { insert: string; change: string }])[];
  readonly #kept: readonly string[];

  constructor(table: {
    readonly name: string;
    readonly columns: readonly Pick<TableColumn<never>, "name" | "derived" | "stagedOnly">[];
    readonly computed?: ListTable<object>["computed"];
    readonly withdrawWithin?: string | undefined;
  }) {
    assertName(table.name);
    if (table.withdrawWithin !== undefined) assertName(table.withdrawWithin);
    this.stage = `pg_temp.staged_${table.name}`;
    this.named = `pg_temp.named_${table.name}`;
    this.createNamed = `create temporary table if not exists named_${table.name} (id uuid, within text) on commit drop`;
    const own = table.columns.filter(({ stagedOnly }) => !stagedOnly);
    this.columns = own.map(({ name }) => name);
    const state = table.withdrawWithin === undefined ? {} : { state: STATE };
    this.computed = Object.entries({ ...table.computed, ...state });
    const kept = own.filter(({ derived }) => !derived).map(({ name }) => name);
    this.#kept = table.withdrawWithin === undefined ? kept : [...kept, "state", "content_hash"];
  }

  /** What a revision keeps of a row. */
  image(alias: string): string {
    return `jsonb_build_object(${this.#kept.map((name) => `'${name}', ${alias}.${name}`).join(", ")})`;
  }
}
