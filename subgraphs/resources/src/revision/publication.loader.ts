import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import type { ImportCounts } from "@gongjian/shared/import/report";
import type { UnitScope } from "@gongjian/shared/import/revisions/row-changes";
import { maskAccount, Masked } from "@gongjian/shared/masked-text";
import type { DataSource } from "typeorm";
import type { PublicationMode } from "./publication.type.ts";

/** A revision as it is read. */
export interface PublicationView {
  readonly id: string;
  readonly number: number;
  readonly list: string;
  readonly unitId: string | null;
  readonly fileName: string | null;
  readonly encoding: string | null;
  readonly mode: `${PublicationMode}`;
  readonly actor: { readonly role: string; readonly subject: Masked };
  readonly publishedAt: Date;
  readonly counts: ImportCounts;
  readonly revertsToId: string | null;
}

export type PublicationLoader = RowLoader<PublicationView>;

type PublicationFacts = Omit<PublicationView, "actor"> & { readonly role: string; readonly subject: string };

const COLUMNS = `
  p.id, p.number, p.list, p.unit_id as "unitId", p.file_name as "fileName", p.encoding,
  upper(p.mode) as mode, p.role, p.actor as subject, p.published_at as "publishedAt", p.counts,
  p.reverts_to as "revertsToId"`;

/** Publication `p` has written rows of a unit in the scope, given by two parameters. */
export function touches(unitId: string, areaCode: string): string {
  return `(${unitId}::uuid is null or p.unit_id = ${unitId} or exists (
      select from publication_unit pu where pu.publication_id = p.id and pu.unit_id = ${unitId}))
    and (${areaCode}::text is null or exists (
      select from unit u
      where starts_with(u.area_code, ${areaCode}) and (u.id = p.unit_id or exists (
        select from publication_unit pu where pu.publication_id = p.id and pu.unit_id = u.id))))`;
}

/** Those revisions alone that have written rows in the scope. */
export function createPublicationLoader(db: DataSource, { unitId, areaCode }: UnitScope): PublicationLoader {
  return createRowLoader(async (ids) => {
    const rows = await db.query<PublicationFacts[]>(
      `select ${COLUMNS} from publication p where p.id = any($1) and ${touches("$2", "$3")}`,
      [ids, unitId, areaCode],
    );
    return rows.map(viewOf);
  });
}

/** Revisions of the lists, newest first, `first + 1` of them. @param before a number; null: from the newest */
export async function readPublications(
  db: DataSource,
  lists: readonly string[],
  { unitId, areaCode }: UnitScope,
  { before, first }: { readonly before: number | null; readonly first: number },
): Promise<PublicationView[]> {
  const rows = await db.query<PublicationFacts[]>(
    `select ${COLUMNS} from publication p
     where p.list = any($1) and ($2::integer is null or p.number < $2) and ${touches("$3", "$4")}
     order by p.number desc limit $5`,
    [lists, before, unitId, areaCode, first + 1],
  );
  return rows.map(viewOf);
}

function viewOf({ role, subject, ...facts }: PublicationFacts): PublicationView {
  return { ...facts, actor: { role, subject: Masked.stored(maskAccount(subject)) } };
}
