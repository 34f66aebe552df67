import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope } from "@gongjian/shared/import/list-definition";
import { storeRows } from "@gongjian/shared/import/store-rows";
import type { EntityManager } from "typeorm";
import { needTokens } from "../matching/tokens.ts";
import { linesToNumber, type LinesTable } from "./known-lines.ts";
import { changeColumns, commonColumns, IDENTITY } from "./line-table.ts";
import { areaOf, unitOf, type ListValues } from "./list-values.ts";

export interface NeedValues extends ListValues {
  urgency: "LOW" | "NORMAL" | "HIGH" | "URGENT";
  peopleServed: number | null;
}

export const NEED_TABLE: LinesTable = { name: "need", from: "needed_from", to: "needed_to" };

/** Writes the list with the words by which its lines are matched. */
export async function storeNeeds(
  tx: EntityManager,
  rows: ImportRow<NeedValues>[],
  scope: ImportScope,
): Promise<{ withdrawn: number }> {
  const standing = await standingHashes(tx, rows);
  const tokensOf = ({ contentHash, values: { title, description } }: ImportRow<NeedValues>): string[] =>
    standing.has(contentHash) ? [] : needTokens(`${title}\n${description ?? ""}`);
  return storeRows<NeedValues>(
    tx,
    {
      name: NEED_TABLE.name,
      identity: IDENTITY,
      withdrawWithin: "unit_id",
      computed: changeColumns(scope.clock.now()),
      columns: [
        ...commonColumns<NeedValues>(await linesToNumber(tx, NEED_TABLE, rows)),
        { name: "area_code", type: "text", value: ({ values }) => areaOf(values) },
        { name: "needed_from", type: "date", value: ({ values }) => values.from },
        { name: "needed_to", type: "date", value: ({ values }) => values.to },
        { name: "urgency", type: "text", value: ({ values }) => values.urgency },
        { name: "people_served", type: "integer", value: ({ values }) => values.peopleServed },
        { name: "tokens", type: "text[]", value: tokensOf },
      ],
    },
    rows,
    scope,
  );
}

/** Lines that stand unchanged are not written, so their text need not be segmented either. */
async function standingHashes(
  tx: EntityManager,
  rows: readonly ImportRow<NeedValues>[],
): Promise<ReadonlySet<string>> {
  const units = [...new Set(rows.map(({ values }) => unitOf(values)))];
  const standing = await tx.query<{ content_hash: string }[]>(
    `select content_hash from need where unit_id = any($1) and state <> 'WITHDRAWN'`,
    [units],
  );
  return new Set(standing.map(({ content_hash: hash }) => hash));
}
