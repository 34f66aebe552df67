import type { MigrationInterface, QueryRunner } from "typeorm";

/** What merchants offer; written by the shop itself or by those in charge of its area. */
export class CreateMerchantOffer1764000002000 implements MigrationInterface {
  readonly name = "CreateMerchantOffer1764000002000";

  async up(db: QueryRunner): Promise<void> {
    await createOfferTable(db);
    await protectOffers(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table merchant_offer;
      drop function may_write_offers_of(uuid);
    `);
  }
}

async function createOfferTable(db: QueryRunner): Promise<void> {
  await db.query(`
    create table merchant_offer (
      id uuid constraint merchant_offer_pkey primary key,
      merchant_id uuid not null,
      external_id text,
      category text,
      title text not null,
      description text not null,
      quantity numeric,
      unit_of_measure text,
      coverage_area_code text not null,
      audience text[] not null,
      valid_from date,
      valid_to date,
      schedule text not null,
      eligibility_kind text not null,
      eligibility_threshold integer,
      state text not null,
      version integer not null,
      content_key text,
      content_hash text not null,
      constraint merchant_offer_merchant_fkey foreign key (merchant_id) references merchant (id),
      constraint merchant_offer_coverage_fkey foreign key (coverage_area_code) references area (code),
      constraint merchant_offer_quantity_known check (quantity >= 0),
      constraint merchant_offer_validity check (valid_from <= valid_to),
      constraint merchant_offer_eligibility check (
        (eligibility_kind = 'NONE' and eligibility_threshold is null)
        or (eligibility_kind in ('STARS', 'HOURS') and eligibility_threshold > 0)
      ),
      constraint merchant_offer_state check (state in ('PUBLISHED', 'WITHDRAWN')),
      constraint merchant_offer_version_positive check (version > 0)
    );
    create unique index merchant_offer_external_id_key on merchant_offer (merchant_id, external_id);
    create unique index merchant_offer_content_key_key on merchant_offer (merchant_id, content_key);
    create index merchant_offer_category_idx on merchant_offer (category);
  `);
}

async function protectOffers(db: QueryRunner): Promise<void> {
  await db.query(`
    create function may_write_offers_of(row_merchant uuid) returns boolean language sql stable as $$
      select exists (
        select from merchant
        where merchant.id = row_merchant and (
          may_write_area(merchant.area_code)
          or current_setting('gongjian.role', true) = 'MERCHANT' and (
            merchant.subject = current_setting('gongjian.subject', true)
            or merchant.organisation_id = nullif(current_setting('gongjian.unit', true), '')::uuid
          )
        )
      )
    $$;
    alter table merchant_offer enable row level security;
    create policy merchant_offer_read on merchant_offer for select using (true);
    create policy merchant_offer_insert on merchant_offer for insert
      with check (may_write_offers_of(merchant_id));
    create policy merchant_offer_update on merchant_offer for update
      using (may_write_offers_of(merchant_id)) with check (may_write_offers_of(merchant_id));
    create policy merchant_offer_delete on merchant_offer for delete
      using (may_write_offers_of(merchant_id));
  `);
}
