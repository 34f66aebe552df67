import { isKnownArea } from "@gongjian/shared/database/known-area";
import { findCategory } from "@gongjian/shared/contracts/categories";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput, notFound } from "@gongjian/shared/errors";
import { newId } from "@gongjian/shared/id";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { targetOf } from "../merchant/merchant.permission.ts";
import type { MerchantRow } from "../merchant/merchant.row.ts";
import { announceOffers } from "./announce-offers.ts";
import { contentKeyOf } from "./content-key.ts";
import { OFFER_COLUMNS, type MerchantOfferReadRow } from "./offer.loader.ts";
import {
  EligibilityKind,
  OfferAlreadyWithdrawn,
  OfferExists,
  PublishOfferSuccess,
  UnknownCoverageArea,
  UnknownOfferCategory,
  WithdrawOfferSuccess,
  type PublishOfferInput,
  type WithdrawOfferInput,
} from "./offer.type.ts";

/** The use cases of offers. One public method is one transaction, and tells the match index in it. */
export class OfferService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
  ) {}

  async publish(input: PublishOfferInput): Promise<PublishOfferSuccess> {
    authorise(this.viewer, "offer.publish");
    return asViewer(this.db, this.viewer, async (tx) => {
      const merchant = await readOwnership(tx, MERCHANT, input.merchantId);
      if (!merchant) throw notFound("这家商户");
      authorise(this.viewer, "offer.publish", targetOf(merchant, this.viewer));

      checkPeriod(input);
      checkEligibility(input);
      const category = categoryOf(input.category ?? null);
      if (!(await isKnownArea(tx, input.coverageAreaCode))) {
        throw new Rejection(new UnknownCoverageArea(input.coverageAreaCode));
      }
      const id = await insertOffer(tx, input, category);
      if (id === null) throw new Rejection(new OfferExists(input.title));

      await announceOffers(tx, [id]);
      return new PublishOfferSuccess(await readOffer(tx, id));
    });
  }

  async withdraw({ offerId }: WithdrawOfferInput): Promise<WithdrawOfferSuccess> {
    authorise(this.viewer, "offer.publish");
    return asViewer(this.db, this.viewer, async (tx) => {
      const merchant = await readOwnership(tx, MERCHANT_OF_OFFER, offerId);
      if (!merchant) throw notFound("这条优惠");
      authorise(this.viewer, "offer.publish", targetOf(merchant, this.viewer));

      const [withdrawn] = await tx.query<[object[], number]>(WITHDRAW, [offerId]);
      if (withdrawn.length === 0) throw new Rejection(new OfferAlreadyWithdrawn());

      await announceOffers(tx, [offerId]);
      return new WithdrawOfferSuccess(await readOffer(tx, offerId));
    });
  }
}

function checkPeriod({ validFrom, validTo }: PublishOfferInput): void {
  if (validFrom && validTo && validFrom > validTo) throw badInput("截止日早于生效日。");
}

function checkEligibility({ eligibility }: PublishOfferInput): void {
  if (!eligibility) return;
  const hasThreshold = (eligibility.threshold ?? null) !== null;
  if (hasThreshold === (eligibility.kind === EligibilityKind.NONE)) {
    throw badInput("享受条件为星数或时长时要填 threshold，不设条件时不要填。");
  }
}

function categoryOf(text: string | null): string | null {
  if (text === null) return null;
  const category = findCategory(text);
  if (!category) throw new Rejection(new UnknownOfferCategory(text));
  return category.code;
}

type Ownership = Pick<MerchantRow, "areaCode" | "organisationId" | "subject">;

const MERCHANT = `
  select area_code as "areaCode", organisation_id as "organisationId", subject from merchant where id = $1`;

const MERCHANT_OF_OFFER = `
  select m.area_code as "areaCode", m.organisation_id as "organisationId", m.subject
  from merchant_offer o join merchant m on m.id = o.merchant_id where o.id = $1`;

async function readOwnership(tx: EntityManager, sql: string, id: string): Promise<Ownership | null> {
  const [row] = await tx.query<Ownership[]>(sql, [id]);
  return row ?? null;
}

const WRITTEN = [
  "category",
  "title",
  "description",
  "quantity",
  "unit_of_measure",
  "coverage_area_code",
  "audience",
  "valid_from",
  "valid_to",
  "schedule",
  "eligibility_kind",
  "eligibility_threshold",
  "state",
  "content_hash",
];

/** Takes a number or title anew whose offer was withdrawn; one that stands is left as it is. */
const insertSql = (identity: "external_id" | "content_key"): string => `
  insert into merchant_offer (id, merchant_id, external_id, content_key, ${WRITTEN.join(", ")}, version)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'PUBLISHED', '', 1)
  on conflict (merchant_id, ${identity}) do update
    set ${WRITTEN.map((column) => `${column} = excluded.${column}`).join(", ")},
        version = merchant_offer.version + 1
    where merchant_offer.state = 'WITHDRAWN'
  returning id`;

const INSERT_NUMBERED = insertSql("external_id");
const INSERT_TITLED = insertSql("content_key");

/** The new id, or `null` where the offer stands. What the input leaves out is undefined, to `pg` null. */
async function insertOffer(
  tx: EntityManager,
  input: PublishOfferInput,
  category: string | null,
): Promise<string | null> {
  const contentKey = contentKeyOf(input);
  const [row] = await tx.query<{ id: string }[]>(contentKey === null ? INSERT_NUMBERED : INSERT_TITLED, [
    newId(),
    input.merchantId,
    input.externalId,
    contentKey,
    category,
    input.title,
    input.description,
    input.quantity,
    input.unitOfMeasure,
    input.coverageAreaCode,
    input.audience,
    input.validFrom,
    input.validTo,
    input.schedule,
    input.eligibility?.kind ?? EligibilityKind.NONE,
    input.eligibility?.threshold,
  ]);
  return row?.id ?? null;
}

const WITHDRAW = `
  update merchant_offer set state = 'WITHDRAWN', version = version + 1
  where id = $1 and state = 'PUBLISHED' returning id`;

const BY_ID = `select ${OFFER_COLUMNS} from merchant_offer o where o.id = $1`;

async function readOffer(tx: EntityManager, id: string): Promise<MerchantOfferReadRow> {
  const [row] = await tx.query<MerchantOfferReadRow[]>(BY_ID, [id]);
  if (!row) throw new Error("An offer is gone right after it was written.");
  return row;
}
