import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from "typeorm";
import type { AreaLevel } from "./area-level.ts";
import type { CoordinateSystem } from "./coordinate-system.ts";

/** An area. That its parent is one level up and its code's prefix is also what the constraints say. */
@Entity("area")
@Unique("area_code_level_key", ["code", "level"])
@ForeignKey(() => AreaRow, ["parentCode", "parentLevel"], ["code", "level"], { name: "area_parent_fkey" })
@Index("area_parent_code_idx", ["parentCode"])
@Check("area_level_known", "level in ('COUNTY', 'STREET', 'COMMUNITY', 'GRID', 'MICRO_GRID')")
@Check("area_code_fits_level", "code ~ '^[0-9]+$'")
@Check("area_parent_is_prefix", "parent_code = left(code, -3)")
@Check("area_parent_is_next_level", "parent_level is not null")
@Check("area_point_complete", "latitude is not null")
@Check("area_crs_known", "crs in ('GCJ02', 'WGS84', 'BD09')")
@Check("area_version_positive", "version > 0")
export class AreaRow {
  @PrimaryColumn("text", { primaryKeyConstraintName: "area_pkey" })
  code!: string;

  @Column("text", { name: "parent_code", nullable: true })
  parentCode!: string | null;

  @Column("text", { name: "parent_level", nullable: true })
  parentLevel!: AreaLevel | null;

  @Column("text")
  level!: AreaLevel;

  @Column("text")
  name!: string;

  @Column("double precision", { nullable: true })
  latitude!: number | null;

  @Column("double precision", { nullable: true })
  longitude!: number | null;

  @Column("text", { nullable: true })
  crs!: CoordinateSystem | null;

  @Column("integer")
  version!: number;
}
