import type { MigrationInterface, QueryRunner } from "typeorm";

/** Merchants, their contacts apart, and road-section branches, all written by those in charge of the area. */
export class CreateMerchant1764000001000 implements MigrationInterface {
  readonly name = "CreateMerchant1764000001000";

  async up(db: QueryRunner): Promise<void> {
    await createAreaWriteFunction(db);
    await createMerchantTables(db);
    await createRoadBranchTable(db);
    await protectTables(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table road_branch;
      drop table merchant_contact;
      drop table merchant;
      drop function may_write_area(text);
    `);
  }
}

/** The second line behind the services: whether the transaction's viewer is in charge of an area. */
async function createAreaWriteFunction(db: QueryRunner): Promise<void> {
  await db.query(`
    create function may_write_area(row_area text) returns boolean language sql stable as $$
      select case
        when current_setting('gongjian.system', true) = 'on' then true
        when coalesce(current_setting('gongjian.unit', true), '') <> '' then false
        when current_setting('gongjian.role', true) in ('SECRETARIAT', 'COMMITTEE_HEAD', 'ADMIN')
          then starts_with(row_area, coalesce(current_setting('gongjian.area', true), ''))
        else false
      end
    $$
  `);
}

async function createMerchantTables(db: QueryRunner): Promise<void> {
  await db.query(`
    create table merchant (
      id uuid constraint merchant_pkey primary key,
      external_id text,
      uscc text,
      licence_name text,
      shop_name text not null,
      trade text not null,
      road_section text,
      area_code text not null,
      address text not null,
      contact_masked text,
      phone_masked text,
      party_member_shop boolean not null,
      subject text,
      organisation_id uuid,
      content_key text,
      content_hash text not null,
      constraint merchant_area_fkey foreign key (area_code) references area (code),
      constraint merchant_organisation_fkey foreign key (organisation_id) references unit (id),
      constraint merchant_uscc_form check (uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'),
      constraint merchant_area_level check (length(area_code) >= 12)
    );
    create unique index merchant_external_id_key on merchant (external_id);
    create unique index merchant_uscc_key on merchant (uscc);
    create unique index merchant_content_key_key on merchant (content_key);
    create index merchant_area_idx on merchant (area_code);
    create index merchant_road_section_idx on merchant (road_section, area_code);
    create index merchant_organisation_idx on merchant (organisation_id);

    create table merchant_contact (
      merchant_id uuid constraint merchant_contact_pkey primary key,
      contact text,
      phone text,
      constraint merchant_contact_merchant_fkey
        foreign key (merchant_id) references merchant (id) on delete cascade
    );
  `);
}

async function createRoadBranchTable(db: QueryRunner): Promise<void> {
  await db.query(`
    create table road_branch (
      id uuid constraint road_branch_pkey primary key,
      name text not null,
      road_section text not null,
      area_code text not null,
      constraint road_branch_area_fkey foreign key (area_code) references area (code),
      constraint road_branch_of_community check (length(area_code) = 12)
    );
    create unique index road_branch_section_key on road_branch (area_code, road_section);
  `);
}

async function protectTables(db: QueryRunner): Promise<void> {
  for (const table of ["merchant", "road_branch"]) {
    await db.query(`
      alter table ${table} enable row level security;
      create policy ${table}_read on ${table} for select using (true);
      create policy ${table}_insert on ${table} for insert with check (may_write_area(area_code));
      create policy ${table}_update on ${table} for update
        using (may_write_area(area_code)) with check (may_write_area(area_code));
      create policy ${table}_delete on ${table} for delete using (may_write_area(area_code));
    `);
  }
  // Raw contacts are seen by those who keep them, and by nobody else: no read policy of true here.
  await db.query(`
    alter table merchant_contact enable row level security;
    create policy merchant_contact_keep on merchant_contact
      using (exists (
        select from merchant where merchant.id = merchant_id and may_write_area(merchant.area_code)
      ))
      with check (exists (
        select from merchant where merchant.id = merchant_id and may_write_area(merchant.area_code)
      ));
  `);
}
