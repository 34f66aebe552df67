import type { MigrationInterface, QueryRunner } from "typeorm";
import { protectTable } from "../row-policies.ts";

export class CreateOrganisation1765000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createOrganisation(db);
    await createContact(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function put_organisation_contacts(jsonb);
      drop table organisation_contact;
      drop table organisation;
    `);
  }
}

async function createOrganisation(db: QueryRunner): Promise<void> {
  await db.query(`
    create table organisation (
      id uuid constraint organisation_pkey primary key,
      uscc text,
      uscc_status text not null,
      name text not null,
      short_name text not null,
      kind text not null,
      area_code text not null constraint organisation_area_fkey references area (code),
      address text,
      contact_masked text,
      phone_masked text,
      version integer not null,
      constraint organisation_uscc_shape check (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
      constraint organisation_uscc_status_known
        check (uscc_status in ('UNVERIFIED', 'FORMAT_OK', 'REGISTRY_OK')),
      constraint organisation_uscc_status_fits check ((uscc is null) = (uscc_status = 'UNVERIFIED')),
      constraint organisation_kind_known check (kind in (
        'GOVERNMENT', 'PUBLIC_INSTITUTION', 'STATE_ENTERPRISE', 'PRIVATE_ENTERPRISE', 'SCHOOL', 'HOSPITAL',
        'PROPERTY_MANAGER', 'OWNERS_COMMITTEE', 'SOCIAL_ORGANISATION', 'FINANCIAL', 'COMMUNITY'
      )),
      constraint organisation_name_not_empty check (name <> ''),
      constraint organisation_version_positive check (version > 0)
    );
    create unique index organisation_uscc_key on organisation (uscc);
    -- Units without a code are told apart by name and place.
    create unique index organisation_name_key on organisation (area_code, name) where uscc is null;
    create index organisation_area_code_idx on organisation (area_code);
  `);
  await protectTable(db, "organisation", "is_registrar()");
}

/**
 * Whoever registers units writes contacts without being able to read them: the app's role writes through
 * one SECURITY DEFINER function, and reads under a policy for the unit itself and its area's secretariat.
 */
async function createContact(db: QueryRunner): Promise<void> {
  await db.query(`
    create table organisation_contact (
      organisation_id uuid constraint organisation_contact_pkey primary key
        constraint organisation_contact_organisation_fkey references organisation (id) on delete cascade,
      contact text,
      phone text
    );
    alter table organisation_contact enable row level security;
    create policy organisation_contact_read on organisation_contact for select using (
      case
        when current_setting('gongjian.role', true) in ('UNIT_CLERK', 'UNIT_HEAD')
          then organisation_id = nullif(current_setting('gongjian.unit', true), '')::uuid
        when current_setting('gongjian.role', true) in ('SECRETARIAT', 'COMMITTEE_HEAD')
          then exists (
            select from organisation
            where id = organisation_id
              and starts_with(area_code, coalesce(current_setting('gongjian.area', true), ''))
          )
        else false
      end
    );
    create function put_organisation_contacts(contacts jsonb) returns setof uuid
      language plpgsql security definer set search_path = public, pg_temp as $$
      begin
        if not is_registrar() then
          raise insufficient_privilege using message = 'Only registrars write contacts.';
        end if;
        return query
          insert into organisation_contact as known (organisation_id, contact, phone)
          select r.id, r.contact, r.phone
          from jsonb_to_recordset(contacts) as r (id uuid, contact text, phone text)
          where r.contact is not null or r.phone is not null
          on conflict (organisation_id) do update
            set contact = coalesce(excluded.contact, known.contact),
                phone = coalesce(excluded.phone, known.phone)
            where (known.contact, known.phone) is distinct from
                  (coalesce(excluded.contact, known.contact), coalesce(excluded.phone, known.phone))
          returning known.organisation_id;
      end
    $$;
    do $$ begin
      execute format('revoke insert, update, delete, truncate on organisation_contact from %I',
        current_setting('gongjian.app_role'));
      execute format('grant execute on function put_organisation_contacts(jsonb) to %I',
        current_setting('gongjian.app_role'));
    end $$;
    revoke all on function put_organisation_contacts(jsonb) from public;
  `);
}
