import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { UnitRow } from "../../database/unit-copy.ts";

/** What one unit means by one heading of its own sheets. `field` is null for a column it does not want used. */
@Entity("list_mapping")
@Index("list_mapping_field_key", { synchronize: false })
@Check("list_mapping_heading_length", "char_length(heading) between 1 and 200")
@Check("list_mapping_shown_length", "char_length(shown_heading) between 1 and 200")
export class ListMappingRow {
  @PrimaryColumn("text", { primaryKeyConstraintName: "list_mapping_pkey" })
  list!: string;

  @PrimaryColumn("uuid", { name: "unit_id", primaryKeyConstraintName: "list_mapping_pkey" })
  @ForeignKey(() => UnitRow, { name: "list_mapping_unit_fkey" })
  unitId!: string;

  /** Folded, so that width, case, spaces and punctuation do not matter. */
  @PrimaryColumn("text", { primaryKeyConstraintName: "list_mapping_pkey" })
  heading!: string;

  /** As the unit writes it. */
  @Column("text", { name: "shown_heading" })
  shownHeading!: string;

  @Column("text", { nullable: true })
  field!: string | null;

  @Column("timestamptz", { name: "updated_at" })
  updatedAt!: Date;

  /** The role that said so; a person is nobody else's business. */
  @Column("text", { name: "updated_by" })
  updatedBy!: string;
}
