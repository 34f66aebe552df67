import { AreaRow } from "@gongjian/shared/database/unit-copy";
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("road_branch")
@Index("road_branch_section_key", ["areaCode", "roadSection"], { unique: true })
@Check("road_branch_of_community", "length(area_code) = 12")
export class RoadBranchRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "road_branch_pkey" })
  id!: string;

  @Column("text")
  name!: string;

  @Column("text", { name: "road_section" })
  roadSection!: string;

  @ForeignKey(() => AreaRow, "code", { name: "road_branch_area_fkey" })
  @Column("text", { name: "area_code" })
  areaCode!: string;
}
