import { assertName, type TableColumn } from "./stage-rows.ts";

/**
 * The table behind a list. Beside `columns` it has `id uuid` and `content_hash text`; with `withdrawWithin`
 * also `state text` (PUBLISHED, WITHDRAWN, and what else the list knows, such as SUSPENDED and MERGED).
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
  /** SQL: whether row `t` is a line of a list at all. Others of the table are not withdrawn; default: all are. */
  readonly isListed?: string;
  /** The table has `source_hash uuid`, by which a row is recognised when it is sent again as it was. */
  readonly keepsSourceHash?: boolean;
}

/** A list's table without the way from a row to its values. */
export type StoredTable = Omit<ListTable<never>, "columns"> & {
  readonly columns: readonly Omit<TableColumn<never>, "value">[];
};

/** A withdrawn row that is sent again stands again; what its owner has suspended or others merged stays so. */
const STATE = {
  insert: "'PUBLISHED'",
  change: "case t.state when 'WITHDRAWN' then 'PUBLISHED' else t.state end",
};

/**
 * What a publisher has to do with the state of row `alias`. That others have merged a row that stands is not
 * the publisher's doing: revisions show it as standing, and going back to one does not merge again.
 */
export function publishedState(alias: string): string {
  return `case ${alias}.state when 'MERGED' then 'PUBLISHED' else ${alias}.state end`;
}

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
    const valueOf = (name: string): string => (name === "state" ? publishedState(alias) : `${alias}.${name}`);
    return `jsonb_build_object(${this.#kept.map((name) => `'${name}', ${valueOf(name)}`).join(", ")})`;
  }
}
