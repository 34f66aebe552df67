import { Column, Entity, ForeignKey, PrimaryColumn } from "typeorm";
import { NeedRow } from "./need.row.ts";

/** The raw contact of a need. Row security lets only those see it who may publish for its unit. */
@Entity("need_contact")
export class NeedContactRow {
  @PrimaryColumn("uuid", { name: "need_id", primaryKeyConstraintName: "need_contact_pkey" })
  @ForeignKey(() => NeedRow, { name: "need_contact_need_fkey", onDelete: "CASCADE" })
  needId!: string;

  @Column("uuid", { name: "unit_id" })
  unitId!: string;

  @Column("text", { nullable: true })
  contact!: string | null;

  @Column("text", { nullable: true })
  phone!: string | null;
}
