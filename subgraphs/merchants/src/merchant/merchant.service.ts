import { isKnownArea } from "@gongjian/shared/database/known-area";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput } from "@gongjian/shared/errors";
import { newId } from "@gongjian/shared/id";
import { maskName, maskPhone } from "@gongjian/shared/masked-text";
import { Rejection } from "@gongjian/shared/user-error";
import { normaliseUscc, usccFault } from "@gongjian/shared/uscc";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { isNarrowEnough } from "../area/area-level.ts";
import { contentKeyOf } from "./content-key.ts";
import { MERCHANT_COLUMNS, type MerchantReadRow } from "./merchant.loader.ts";
import {
  InvalidMerchantUscc,
  MerchantExists,
  RegisterMerchantSuccess,
  UnknownMerchantArea,
  type RegisterMerchantInput,
} from "./merchant.type.ts";

/** The use cases of the register of merchants. One public method is one transaction. */
export class MerchantService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
  ) {}

  async register(input: RegisterMerchantInput): Promise<RegisterMerchantSuccess> {
    authorise(this.viewer, "merchant.register", { areaCode: input.areaCode });
    if (isMaskedValue(input.contact) || isMaskedValue(input.phone)) {
      throw badInput("联系人和电话请填原文，不要填打了码的内容。");
    }
    const uscc = checkUscc(input.uscc ?? null);

    return asViewer(this.db, this.viewer, async (tx) => {
      if (!isNarrowEnough(input.areaCode) || !(await isKnownArea(tx, input.areaCode))) {
        throw new Rejection(new UnknownMerchantArea(input.areaCode));
      }
      const id = await insertMerchant(tx, input, uscc);
      if (id === null) throw new Rejection(new MerchantExists(await readKnown(tx, input, uscc)));

      await tx.query(`insert into merchant_contact (merchant_id, contact, phone) values ($1, $2, $3)`, [
        id,
        input.contact ?? null,
        input.phone ?? null,
      ]);
      return new RegisterMerchantSuccess(await readMerchant(tx, id));
    });
  }
}

function isMaskedValue(text: string | null | undefined): boolean {
  return text?.includes("*") ?? false;
}

function checkUscc(text: string | null): string | null {
  if (text === null) return null;
  const uscc = normaliseUscc(text);
  const fault = usccFault(uscc);
  if (fault) throw new Rejection(new InvalidMerchantUscc(fault));
  return uscc;
}

function keyOf(
  { externalId, areaCode, shopName, address }: RegisterMerchantInput,
  uscc: string | null,
): string | null {
  return contentKeyOf({ externalId, uscc, areaCode, shopName, address });
}

const INSERT = `
  insert into merchant (id, external_id, uscc, licence_name, shop_name, trade, road_section, area_code,
    address, contact_masked, phone_masked, party_member_shop, subject, content_key,
    content_hash, organisation_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '',
    (select id from unit where uscc = $3))
  on conflict do nothing returning id`;

/** The new id, or `null` where the code or the number is taken, also by a transaction beside this one. */
async function insertMerchant(
  tx: EntityManager,
  input: RegisterMerchantInput,
  uscc: string | null,
): Promise<string | null> {
  const rows = await tx.query<{ id: string }[]>(INSERT, [
    newId(),
    input.externalId ?? null,
    uscc,
    input.licenceName ?? null,
    input.shopName,
    input.trade,
    input.roadSection ?? null,
    input.areaCode,
    input.address,
    input.contact ? maskName(input.contact) : null,
    input.phone ? maskPhone(input.phone) : null,
    input.partyMemberShop,
    input.account ?? null,
    keyOf(input, uscc),
  ]);
  return rows[0]?.id ?? null;
}

const KNOWN = `
  select ${MERCHANT_COLUMNS} from merchant m
  where m.external_id = $1 or m.uscc = $2 or m.content_key = $3 order by m.uscc = $2 desc nulls last limit 1`;

async function readKnown(
  tx: EntityManager,
  input: RegisterMerchantInput,
  uscc: string | null,
): Promise<MerchantReadRow> {
  const [row] = await tx.query<MerchantReadRow[]>(KNOWN, [
    input.externalId ?? null,
    uscc,
    keyOf(input, uscc),
  ]);
  if (!row) throw new Error("A merchant that stood in the way of a new one is gone.");
  return row;
}

const BY_ID = `select ${MERCHANT_COLUMNS} from merchant m where m.id = $1`;

async function readMerchant(tx: EntityManager, id: string): Promise<MerchantReadRow> {
  const [row] = await tx.query<MerchantReadRow[]>(BY_ID, [id]);
  if (!row) throw new Error("A merchant is gone right after it was written.");
  return row;
}
