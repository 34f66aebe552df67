import { isOfList } from "../../merging/of-list.sql.ts";
import { needTokens, supplyTokens } from "../understanding/tokens.ts";
import type { LexiconStateRow } from "./lexicon-state.row.ts";

/** What tokens are made of. */
export interface DescribedXRow {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Null for a need: what its text says decides alone. */
  readonly category: string | null;
  /** As stored, with a space between any two. */
  readonly tokens: string;
  /** Of all that the tokens were made of: who writes them makes sure that it still holds. */
  readonly textHash: string;
}

/** A table whose rows keep the tokens of their texts. Only texts of this file become SQL. */
export interface TokenTable {
  readonly list: LexiconStateRow["list"];
  /** Rows (`DescribedXRow`) after an id ($1, null: from the first), at most so many ($2), by id. */
  readonly read: string;
  /** Writes `[{ id, tokens, textHash }]` ($1) to rows that still say the same and that nobody else is writing. */
  readonly write: string;
  readonly count: string;
  tokensOf(row: DescribedXRow): string[];
}

interface TableParts {
  readonly table: "supply" | "need";
  readonly category: string;
  readonly isOwn: string;
}

function sqlOf({ table, category, isOwn }: TableParts): Pick<TokenTable, "read" | "write" | "count"> {
  const textHash = `md5(row(r.title, r.description, ${category})::text)`;
  return {
    read: `
      select r.id, r.title, r.description, ${category} as category, array_to_string(r.tokens, ' ') as tokens,
        ${textHash} as "textHash"
      from ${table} r
      where r.id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') and ${isOwn}
      order by r.id limit $2`,
    // Whoever publishes never waits for a job: what is locked is left for the next try.
    write: `
      with fresh as (
        select * from jsonb_to_recordset($1) as f (id uuid, tokens text[], "textHash" text)
      ), free as (
        select r.id from ${table} r join fresh on fresh.id = r.id and fresh."textHash" = ${textHash}
        order by r.id for update of r skip locked
      )
      update ${table} r set tokens = fresh.tokens
      from fresh join free using (id) where r.id = fresh.id`,
    count: `select count(*)::integer as count from ${table} r where ${isOwn}`,
  };
}

/** Withdrawn rows too: they may come back as they are. */
export const TOKEN_TABLES: readonly TokenTable[] = [
  {
    list: "SUPPLY",
    ...sqlOf({ table: "supply", category: "r.category", isOwn: "true" }),
    tokensOf: supplyTokens,
  },
  {
    list: "NEED",
    // A need that others were merged into follows these by itself.
    ...sqlOf({ table: "need", category: "null::text", isOwn: isOfList("r") }),
    tokensOf: ({ title, description }) => needTokens(`${title}\n${description}`),
  },
];

/** A row to be written. */
export interface FreshRow {
  readonly id: string;
  readonly tokens: readonly string[];
  readonly textHash: string;
}

/** The rows whose stored tokens are not those that their texts have now. */
export function staleRows(table: TokenTable, rows: readonly DescribedXRow[]): FreshRow[] {
  return rows.flatMap((row) => {
    const tokens = table.tokensOf(row);
    return tokens.join(" ") === row.tokens ? [] : [{ id: row.id, tokens, textHash: row.textHash }];
  });
}
