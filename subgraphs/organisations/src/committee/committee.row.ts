import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { AreaRow } from "../area/area.row.ts";

@Entity("committee")
@Index("committee_area_key", ["areaCode"], { unique: true })
@Check("committee_name_not_empty", "name <> ''")
export class CommitteeRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "committee_pkey" })
  id!: string;

  @Column("text")
  name!: string;

  @ForeignKey(() => AreaRow, { name: "committee_area_fkey" })
  @Column("text", { name: "area_code" })
  areaCode!: string;
}
