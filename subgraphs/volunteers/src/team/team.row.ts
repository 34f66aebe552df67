import { AreaRow, UnitRow } from "@gongjian/shared/database/unit-copy";
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { VolunteerRow } from "../volunteer/volunteer.row.ts";

@Entity("team")
@Index("team_list_key", ["listKey"], { unique: true })
@Index("team_lead_unit_idx", ["leadUnitId", "externalId"])
@Index("team_area_code_idx", ["areaCode"])
@Check("team_kind_known", "kind in ('COMMUNITY', 'UNIT', 'PROPERTY', 'STUDENT', 'PROFESSIONAL')")
@Check("team_colour_known", "colour in ('RED', 'ORANGE', 'YELLOW', 'GREEN', 'CYAN', 'BLUE', 'VIOLET')")
@Check("team_state_known", "state in ('PUBLISHED', 'WITHDRAWN')")
export class TeamRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "team_pkey" })
  id!: string;

  @Column("text", { name: "external_id", nullable: true })
  externalId!: string | null;

  /** What identifies the team in its unit's list: the unit with the own number, or else with the name. */
  @Column("text", { name: "list_key", nullable: true })
  listKey!: string | null;

  @Column("text")
  name!: string;

  @Column("text")
  kind!: "COMMUNITY" | "UNIT" | "PROPERTY" | "STUDENT" | "PROFESSIONAL";

  @Column("text", { nullable: true })
  colour!: "RED" | "ORANGE" | "YELLOW" | "GREEN" | "CYAN" | "BLUE" | "VIOLET" | null;

  @Column("text", { name: "area_code" })
  @ForeignKey(() => AreaRow, { name: "team_area_fkey" })
  areaCode!: string;

  @Column("uuid", { name: "lead_unit_id", nullable: true })
  @ForeignKey(() => UnitRow, { name: "team_lead_unit_fkey" })
  leadUnitId!: string | null;

  @Column("text", { name: "contact_masked", nullable: true })
  contactMasked!: string | null;

  @Column("text", { name: "phone_masked", nullable: true })
  phoneMasked!: string | null;

  @Column("text")
  state!: "PUBLISHED" | "WITHDRAWN";

  @Column("text", { name: "content_hash", nullable: true })
  contentHash!: string | null;
}

/** Raw contact. Written by `store_team_contacts`, readable under row security only. */
@Entity("team_contact")
export class TeamContactRow {
  @PrimaryColumn("uuid", { name: "team_id", primaryKeyConstraintName: "team_contact_pkey" })
  @ForeignKey(() => TeamRow, { name: "team_contact_team_fkey" })
  teamId!: string;

  @Column("text", { nullable: true })
  contact!: string | null;

  @Column("text", { nullable: true })
  phone!: string | null;
}

@Entity("team_membership")
@Index("team_membership_volunteer_idx", ["volunteerId"])
export class TeamMembershipRow {
  @PrimaryColumn("uuid", { name: "team_id", primaryKeyConstraintName: "team_membership_pkey" })
  @ForeignKey(() => TeamRow, { name: "team_membership_team_fkey" })
  teamId!: string;

  @PrimaryColumn("uuid", { name: "volunteer_id", primaryKeyConstraintName: "team_membership_pkey" })
  @ForeignKey(() => VolunteerRow, { name: "team_membership_volunteer_fkey" })
  volunteerId!: string;

  @Column("timestamptz", { name: "joined_at" })
  joinedAt!: Date;
}
