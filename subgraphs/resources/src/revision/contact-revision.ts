import type { RevisableList, RevisedBeside } from "@gongjian/shared/import/revisions/revisable-list";
import { assertName } from "@gongjian/shared/import/stage-rows";
import { maskName, maskPhone } from "@gongjian/shared/masked-text";
import type { DataSource, EntityManager } from "typeorm";

/** The table with a list's raw contacts. */
export interface ContactTable {
  readonly name: string;
  /** Its key: the id of the line. */
  readonly key: string;
}

/** SQL: whether change `c` of publication `p` gave its row another contact. */
export const CONTACT_OF_CHANGE = "is_contact_changed(c.row_id, p.number - 1, p.number)";

/** SQL: whether row `t` of list `$1` has another contact after revision `$3` than after `$2`. */
export const CONTACT_OF_COMPARISON = `
  (t.id in (select revised_contacts($1, $2, $3)) and is_contact_changed(t.id, $2, $3))`;

export const RESOURCE_CONTACTS: ContactTable = { name: "resource_contact", key: "resource_id" };
export const NEED_CONTACTS: ContactTable = { name: "need_contact", key: "need_id" };

/**
 * Keeps the contacts that are about to be overwritten by other ones, so that a revert can bring them back.
 *
 * @param written SQL: `id`, `contact` and `phone` of the lines that will be written
 */
export async function keepContactRevisions(
  tx: EntityManager,
  publicationId: string,
  { name, key }: ContactTable,
  written: string,
): Promise<void> {
  for (const text of [name, key]) assertName(text);
  await tx.query(
    `insert into contact_revision (publication_id, row_id, unit_id, contact, phone, kept_at)
     select $1, known.${key}, known.unit_id, known.contact, known.phone, now()
     from ${name} known join (${written}) written on written.id = known.${key}
     where (known.contact, known.phone) is distinct from (written.contact, written.phone)
     on conflict do nothing`,
    [publicationId],
  );
}

/** Removes contacts that have been out of use for 180 days; run daily. */
export async function pruneContactRevisions(db: DataSource): Promise<void> {
  await db.query(`select prune_contact_revisions()`);
}

/** How long a revert finds contacts complete, in days. */
export const CONTACTS_KEPT_DAYS = 180;

/** Contacts go back together with their lines. */
export function contactsBeside({ name, key }: ContactTable): RevisedBeside {
  return {
    mark: async (tx, list, after) => {
      await tx.query(`
        create temporary table reverted_contact (${key} uuid primary key, contact text, phone text) on commit drop`);
      await tx.query(
        `insert into reverted_contact (${key}, contact, phone)
         select distinct on (r.id) r.id, kept.contact, kept.phone
         from reverted r
         join contact_revision kept on kept.row_id = r.id
         join publication p on p.id = kept.publication_id
         where p.list = $1 and p.number > $2 and r.state <> 'WITHDRAWN'
         order by r.id, p.number`,
        [list.name, after],
      );
      await tx.query(`
        delete from reverted_contact gone using ${name} known
        where known.${key} = gone.${key} and (known.contact, known.phone) is not distinct from (gone.contact, gone.phone);
        update reverted r set is_touched = true from reverted_contact c where c.${key} = r.id`);
    },
    restore: async (tx, list, publicationId) => {
      await keepContactRevisions(
        tx,
        publicationId,
        { name, key },
        `select ${key} as id, contact, phone from reverted_contact`,
      );
      await tx.query(`
        update ${name} known set contact = c.contact, phone = c.phone
        from reverted_contact c where c.${key} = known.${key}`);
      await maskAgain(tx, list, key);
    },
  };
}

interface RestoredContact {
  readonly id: string;
  readonly contact: string | null;
  readonly phone: string | null;
}

const ROWS_PER_STATEMENT = 2_000;

/** What everyone may see of a contact is made here as it is on publishing. */
async function maskAgain(tx: EntityManager, { table }: RevisableList, key: string): Promise<void> {
  let after: string | null = null;
  for (;;) {
    const rows: RestoredContact[] = await tx.query<RestoredContact[]>(
      `select ${key} as id, contact, phone from reverted_contact
       where $1::uuid is null or ${key} > $1 order by ${key} limit ${ROWS_PER_STATEMENT}`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
    const masked = rows.map(({ id, contact, phone }) => ({
      id,
      contact: contact === null ? null : maskName(contact),
      phone: phone === null ? null : maskPhone(phone),
    }));
    await tx.query(
      `update ${table} t set contact_masked = m.contact, phone_masked = m.phone
       from jsonb_to_recordset($1) as m (id uuid, contact text, phone text) where t.id = m.id`,
      [JSON.stringify(masked)],
    );
  }
}
