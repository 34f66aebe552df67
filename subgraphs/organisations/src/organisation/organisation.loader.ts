import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import type { OrganisationRow } from "./organisation.row.ts";

export type OrganisationLoader = RowLoader<OrganisationRow>;

/** The columns of `OrganisationRow` under its property names. */
export const ORGANISATION_COLUMNS = `id, uscc, uscc_status as "usccStatus", name, short_name as "shortName",
  kind, area_code as "areaCode", address, contact_masked as "contactMasked",
  phone_masked as "phoneMasked", version`;

export function createOrganisationLoader(db: DataSource): OrganisationLoader {
  return createRowLoader((ids) =>
    db.query<OrganisationRow[]>(`select ${ORGANISATION_COLUMNS} from organisation where id = any($1)`, [ids]),
  );
}

/** Units by 统一社会信用代码 as it is stored: normalised. */
export function createOrganisationByUsccLoader(db: DataSource): OrganisationLoader {
  return new DataLoader(async (codes) => {
    const rows = await db.query<OrganisationRow[]>(
      `select ${ORGANISATION_COLUMNS} from organisation where uscc = any($1)`,
      [codes],
    );
    const byUscc = new Map(rows.map((row) => [row.uscc, row]));
    return codes.map((code) => byUscc.get(code) ?? null);
  });
}
