import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import type { MergedNeed, MergedQuantity, NeedMerger } from "./merger.type.ts";

/** A merging as it is read, with whose need it made and where that unit is, on which permission hangs. */
export type NeedMergerView = NeedMerger & {
  readonly id: string;
  readonly mergedBy: string;
  readonly mergedRole: string;
  readonly undoneBy: string | null;
  readonly undoneRole: string | null;
  readonly unitId: string;
  readonly unitAreaCode: string;
};

export type MergedNeedView = MergedNeed & { readonly needId: string };

export interface MergerLoader {
  /** By the need that others were merged into; null for a need of a list. */
  readonly ofNeed: DataLoader<string, NeedMergerView | null>;
  /** Into which need one is merged now. */
  readonly mergedInto: DataLoader<string, string | null>;
  /** The needs that a merger has had. At most 50. */
  readonly children: DataLoader<string, MergedNeedView[]>;
  /** What those that are in it ask for, by measure. */
  readonly quantities: DataLoader<string, MergedQuantity[]>;
}

/** Each of the four is one statement, however many needs a request asks about. */
export function createMergerLoader(db: DataSource): MergerLoader {
  return {
    ofNeed: createFirstLoader<NeedMergerView & Keyed>(db, OF_NEED),
    mergedInto: new DataLoader(async (ids) => {
      const rows = await rowsByKey<{ mergerId: string } & Keyed>(db, MERGED_INTO, ids);
      return rows.map(([row]) => row?.mergerId ?? null);
    }),
    children: new DataLoader((ids) => rowsByKey<MergedNeedView & Keyed>(db, CHILDREN, ids)),
    quantities: new DataLoader((ids) => rowsByKey<MergedQuantity & Keyed>(db, QUANTITIES, ids)),
  };
}

interface Keyed {
  readonly key: string;
}

const OF_NEED = `
  select m.id as key, m.id, m.kind, m.merged_at as "mergedAt", m.merged_by as "mergedBy",
    m.merged_role as "mergedRole", m.undone_at as "undoneAt", m.undone_by as "undoneBy",
    m.undone_role as "undoneRole", n.unit_id as "unitId", u.area_code as "unitAreaCode"
  from need_merger m join need n on n.id = m.id join unit u on u.id = n.unit_id
  where m.id = any($1)`;

const MERGED_INTO = `
  select need_id as key, merger_id as "mergerId" from need_merger_child
  where need_id = any($1) and left_at is null`;

const CHILDREN = `
  select merger_id as key, need_id as "needId", left_at as "leftAt" from need_merger_child
  where merger_id = any($1) order by need_id`;

const QUANTITIES = `
  select c.merger_id as key, nullif(folded_measure(n.unit_of_measure), '') as "unitOfMeasure",
    case m.kind when 'SIMILAR' then sum(n.quantity) else max(n.quantity) end as quantity,
    count(*)::integer as needs
  from need_merger_child c join need_merger m on m.id = c.merger_id join need n on n.id = c.need_id
  where c.merger_id = any($1) and c.left_at is null and n.quantity is not null
  group by c.merger_id, m.kind, folded_measure(n.unit_of_measure)
  order by count(*) desc, folded_measure(n.unit_of_measure)`;

function createFirstLoader<Row extends Keyed>(db: DataSource, sql: string): DataLoader<string, Row | null> {
  return new DataLoader(async (ids) => (await rowsByKey<Row>(db, sql, ids)).map(([row]) => row ?? null));
}

async function rowsByKey<Row extends Keyed>(
  db: DataSource,
  sql: string,
  keys: readonly string[],
): Promise<Row[][]> {
  const rows = await db.query<Row[]>(sql, [keys]);
  const byKey = new Map<string, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) byKey.get(row.key)?.push(row);
  return keys.map((key) => byKey.get(key) ?? []);
}
