import { Column, Entity, PrimaryColumn } from "typeorm";

/** The raw contact of a resource. Row security lets only those see it who may publish for its unit. */
@Entity("resource_contact")
export class ResourceContactRow {
  @PrimaryColumn("uuid", { name: "resource_id", primaryKeyConstraintName: "resource_contact_pkey" })
  resourceId!: string;

  @Column("uuid", { name: "unit_id" })
  unitId!: string;

  @Column("text", { nullable: true })
  contact!: string | null;

  @Column("text", { nullable: true })
  phone!: string | null;
}
