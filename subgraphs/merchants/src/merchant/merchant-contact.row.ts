import { Column, Entity, ForeignKey, PrimaryColumn } from "typeorm";
import { MerchantRow } from "./merchant.row.ts";

/** The raw contact of a shop, under a read policy of its own. */
@Entity("merchant_contact")
export class MerchantContactRow {
  @ForeignKey(() => MerchantRow, "id", { name: "merchant_contact_merchant_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid", { name: "merchant_id", primaryKeyConstraintName: "merchant_contact_pkey" })
  merchantId!: string;

  @Column("text", { nullable: true })
  contact!: string | null;

  @Column("text", { nullable: true })
  phone!: string | null;
}
