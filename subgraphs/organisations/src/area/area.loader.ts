import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import { groupBy } from "../group-by.ts";
import { isAreaCode } from "./area-level.ts";
import type { AreaRow } from "./area.row.ts";

export type AreaLoader = DataLoader<string, AreaRow | null>;
export type AreaChildrenLoader = DataLoader<string, AreaRow[]>;

/** The columns of `AreaRow` under its property names. */
export const AREA_COLUMNS = `code, parent_code as "parentCode", parent_level as "parentLevel", level, name,
  latitude, longitude, crs, version`;

/** Areas by code, one statement for all that a request asks for at once. */
export function createAreaLoader(db: DataSource): AreaLoader {
  return new DataLoader(async (codes) => {
    const rows = await db.query<AreaRow[]>(`select ${AREA_COLUMNS} from area where code = any($1)`, [
      codes.filter(isAreaCode),
    ]);
    const byCode = new Map(rows.map((row) => [row.code, row]));
    return codes.map((code) => byCode.get(code) ?? null);
  });
}

/** The areas directly below, in the order of their codes. */
export function createAreaChildrenLoader(db: DataSource): AreaChildrenLoader {
  return new DataLoader(async (codes) => {
    const rows = await db.query<AreaRow[]>(
      `select ${AREA_COLUMNS} from area where parent_code = any($1) order by code`,
      [codes],
    );
    const byParent = groupBy(rows, ({ parentCode }) => parentCode);
    return codes.map((code) => byParent.get(code) ?? []);
  });
}
