import { AreaRow } from "@gongjian/shared/database/unit-copy";
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("volunteer")
@Index("volunteer_number_key", ["number"], { unique: true })
@Index("volunteer_subject_key", ["subject"], { unique: true })
@Index("volunteer_area_code_idx", ["areaCode"])
@Check("volunteer_number_form", "number ~ '^[0-9]{14}$'")
@Check("volunteer_state_known", "state in ('ACTIVE', 'LEFT')")
export class VolunteerRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "volunteer_pkey" })
  id!: string;

  @Column("text")
  number!: string;

  /** Whom the volunteer signs in as; unknown for those who never do. */
  @Column("text", { nullable: true })
  subject!: string | null;

  @Column("text", { name: "name_masked" })
  nameMasked!: string;

  @Column("text", { name: "area_code" })
  @ForeignKey(() => AreaRow, { name: "volunteer_area_fkey" })
  areaCode!: string;

  @Column("text", { array: true })
  skills!: string[];

  @Column("text")
  state!: "ACTIVE" | "LEFT";

  @Column("timestamptz", { name: "registered_at" })
  registeredAt!: Date;
}

/** Raw name and phone. Readable under row security only. */
@Entity("volunteer_contact")
export class VolunteerContactRow {
  @PrimaryColumn("uuid", { name: "volunteer_id", primaryKeyConstraintName: "volunteer_contact_pkey" })
  @ForeignKey(() => VolunteerRow, { name: "volunteer_contact_volunteer_fkey" })
  volunteerId!: string;

  @Column("text")
  name!: string;

  @Column("text")
  phone!: string;
}
