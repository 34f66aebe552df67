import { emitEvents } from "@gongjian/shared/events/outbox";
import { newId } from "@gongjian/shared/id";
import { maskName, maskPhone } from "@gongjian/shared/masked-text";
import type { EntityManager } from "typeorm";
import type { OrganisationKind } from "./organisation-kind.ts";
import { ORGANISATION_COLUMNS } from "./organisation.loader.ts";
import type { OrganisationRow } from "./organisation.row.ts";

/** A unit to be registered. What is null leaves what is known as it is. */
export interface NewOrganisation {
  readonly uscc: string | null;
  readonly name: string;
  readonly shortName: string | null;
  readonly kind: OrganisationKind;
  readonly areaCode: string;
  readonly address: string | null;
  readonly contact: string | null;
  readonly phone: string | null;
}

/** What became of one unit, in the order in which they were given. */
export interface RegisteredOrganisation {
  readonly id: string;
  readonly outcome: "NEW" | "CHANGED" | "UNCHANGED";
  /** Where the unit was before; null for a new one. */
  readonly formerAreaCode: string | null;
}

/** A registered unit that a new one turns out to be. */
export interface KnownOrganisation {
  readonly id: string;
  readonly shortName: string;
  readonly areaCode: string;
}

/**
 * Registering is rare, and a unit is looked for by two keys: one at a time, so that two callers cannot both
 * find it missing. The unique indexes are the second line.
 */
export async function lockRegistry(tx: EntityManager): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('organisation registry'))`);
}

// By code; else by name and place, unless both codes are known and differ.
const MATCH = `
  select distinct on (r.ordinal) r.ordinal, o.id, o.short_name as "shortName", o.area_code as "areaCode"
  from jsonb_to_recordset($1) as r (ordinal integer, uscc text, name text, "areaCode" text)
  join organisation o on o.uscc = r.uscc
    or o.area_code = r."areaCode" and o.name = r.name and (o.uscc is null or r.uscc is null)
  order by r.ordinal, o.uscc is not distinct from r.uscc desc, o.id
`;

/** Finds which of the units are registered: position → the unit that is it. Needs `lockRegistry` first. */
export async function matchOrganisations(
  tx: EntityManager,
  organisations: readonly Pick<NewOrganisation, "uscc" | "name" | "areaCode">[],
): Promise<Map<number, KnownOrganisation>> {
  const keys = organisations.map(({ uscc, name, areaCode }, ordinal) => ({ ordinal, uscc, name, areaCode }));
  const rows = await tx.query<(KnownOrganisation & { ordinal: number })[]>(MATCH, [JSON.stringify(keys)]);
  return new Map(rows.map((row) => [row.ordinal, row]));
}

// Returns only rows that were written: version 1 is new, a higher one changed, and an absent one unchanged.
const REGISTER = `
  insert into organisation as known (id, uscc, uscc_status, name, short_name, kind, area_code, address,
    contact_masked, phone_masked, version)
  select id, uscc, case when uscc is null then 'UNVERIFIED' else 'FORMAT_OK' end, name,
    "shortName", kind, "areaCode", address, "contactMasked", "phoneMasked", 1
  from jsonb_to_recordset($1) as r (id uuid, uscc text, name text, "shortName" text, kind text,
    "areaCode" text, address text, "contactMasked" text, "phoneMasked" text)
  on conflict (id) do update
    set uscc = coalesce(excluded.uscc, known.uscc),
        uscc_status = case when coalesce(excluded.uscc, known.uscc) is not distinct from known.uscc
          then known.uscc_status else excluded.uscc_status end,
        name = excluded.name,
        short_name = excluded.short_name,
        kind = excluded.kind,
        area_code = excluded.area_code,
        address = coalesce(excluded.address, known.address),
        contact_masked = coalesce(excluded.contact_masked, known.contact_masked),
        phone_masked = coalesce(excluded.phone_masked, known.phone_masked),
        version = known.version + 1
    where (known.uscc, known.name, known.short_name, known.kind, known.area_code, known.address,
           known.contact_masked, known.phone_masked)
      is distinct from
          (coalesce(excluded.uscc, known.uscc), excluded.name, excluded.short_name, excluded.kind,
           excluded.area_code, coalesce(excluded.address, known.address),
           coalesce(excluded.contact_masked, known.contact_masked),
           coalesce(excluded.phone_masked, known.phone_masked))
  returning ${ORGANISATION_COLUMNS}
`;

/** Registers new units and brings known ones up to date; announces what changed. Set-based. */
export async function registerOrganisations(
  tx: EntityManager,
  organisations: readonly NewOrganisation[],
): Promise<RegisteredOrganisation[]> {
  await lockRegistry(tx);
  const matches = await matchOrganisations(tx, organisations);
  const rows = organisations.map(({ uscc, name, shortName, kind, areaCode, address, contact, phone }, i) => ({
    id: matches.get(i)?.id ?? newId(),
    uscc,
    name,
    shortName: shortName ?? matches.get(i)?.shortName ?? name,
    kind,
    areaCode,
    address,
    contactMasked: maskedOrNull(contact, maskName),
    phoneMasked: maskedOrNull(phone, maskPhone),
  }));
  const written = await tx.query<OrganisationRow[]>(REGISTER, [JSON.stringify(rows)]);
  const changedContacts = await putContacts(
    tx,
    organisations.map(({ contact, phone }, i) => ({ id: rows[i]?.id, contact, phone })),
  );
  await announce(tx, written);

  const changed = new Set([...written.map(({ id }) => id), ...changedContacts]);
  return rows.map(({ id }, i) => {
    const match = matches.get(i);
    const outcome = match === undefined ? "NEW" : changed.has(id) ? "CHANGED" : "UNCHANGED";
    return { id, outcome, formerAreaCode: match?.areaCode ?? null };
  });
}

async function putContacts(
  tx: EntityManager,
  contacts: readonly { id: string | undefined; contact: string | null; phone: string | null }[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(`select id from put_organisation_contacts($1) as id`, [
    JSON.stringify(contacts),
  ]);
  return rows.map(({ id }) => id);
}

function announce(tx: EntityManager, written: readonly OrganisationRow[]): Promise<void> {
  return emitEvents(
    tx,
    written.map(({ id, uscc, name, shortName, kind, areaCode, version }) => ({
      type: "organisation.registered" as const,
      aggregate: id,
      version,
      state: { id, uscc, name, shortName, kind, areaCode },
    })),
  );
}

function maskedOrNull(text: string | null, mask: (text: string) => string): string | null {
  return text === null ? null : mask(text);
}
