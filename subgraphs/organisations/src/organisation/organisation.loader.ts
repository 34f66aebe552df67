import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import { isUuid } from "../uuid.ts";
import type { OrganisationRow } from "./organisation.row.ts";

export type OrganisationLoader = DataLoader<string, OrganisationRow | null>;

/** The columns of `OrganisationRow` under its property names. */
export const ORGANISATION_COLUMNS = `id, uscc, uscc_status as "usccStatus", name, short_name as "shortName",
  kind, area_code as "areaCode", address, contact_masked as "contactMasked",
  phone_masked as "phoneMasked", version`;

/** Units by id, one statement for all that a request asks for at once. */
export function createOrganisationLoader(db: DataSource): OrganisationLoader {
  return new DataLoader(async (ids) => {
    const rows = await db.query<OrganisationRow[]>(
      `select ${ORGANISATION_COLUMNS} from organisation where id = any($1)`,
      [ids.filter(isUuid)],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
  });
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
