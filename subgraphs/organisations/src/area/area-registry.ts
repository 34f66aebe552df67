import { emitEvents } from "@gongjian/shared/events/outbox";
import type { EntityManager } from "typeorm";
import { levelAbove } from "./area-level.ts";
import { unknownParent, type AreaPlace, type PlacementFault } from "./area-placement.ts";
import { AREA_COLUMNS } from "./area.loader.ts";
import type { AreaRow } from "./area.row.ts";
import type { CoordinateSystem } from "./coordinate-system.ts";

/** An area to be registered. A place that is not given leaves the known one as it is. */
export interface NewArea extends AreaPlace {
  readonly name: string;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly crs: CoordinateSystem | null;
}

/** The faults of areas whose parent is neither registered nor soundly among them, by code. */
export async function findUnknownParents(
  tx: EntityManager,
  places: readonly AreaPlace[],
): Promise<Map<string, PlacementFault>> {
  const registered = await tx.query<{ code: string }[]>(`select code from area where code = any($1)`, [
    places.map(({ parentCode }) => parentCode),
  ]);
  const known = new Set(registered.map(({ code }) => code));
  const faults = new Map<string, PlacementFault>();

  // A parent's code is shorter than its children's, so parents are judged first.
  for (const { code, parentCode } of places.toSorted((a, b) => a.code.length - b.code.length)) {
    if (parentCode === null || known.has(parentCode)) known.add(code);
    else faults.set(code, unknownParent(parentCode));
  }
  return faults;
}

// Returns only rows that were written: version 1 is new, a higher one changed, and an absent one unchanged.
const REGISTER = `
  insert into area (code, parent_code, parent_level, level, name, latitude, longitude, crs, version)
  select code, "parentCode", "parentLevel", level, name, latitude, longitude, crs, 1
  from jsonb_to_recordset($1) as r (code text, "parentCode" text, "parentLevel" text, level text, name text,
    latitude double precision, longitude double precision, crs text)
  on conflict (code) do update
    set name = excluded.name,
        latitude = coalesce(excluded.latitude, area.latitude),
        longitude = coalesce(excluded.longitude, area.longitude),
        crs = case when excluded.latitude is null then area.crs else excluded.crs end,
        version = area.version + 1
    where area.name <> excluded.name
       or excluded.latitude is not null
          and (area.latitude, area.longitude, area.crs)
              is distinct from (excluded.latitude, excluded.longitude, excluded.crs)
  returning ${AREA_COLUMNS}
`;

/** Registers or renames areas and announces those that changed. @returns the rows that were written */
export async function registerAreas(tx: EntityManager, areas: readonly NewArea[]): Promise<AreaRow[]> {
  const rows = areas.map((area) => ({ ...area, parentLevel: levelAbove(area.level) }));
  const written = await tx.query<AreaRow[]>(REGISTER, [JSON.stringify(rows)]);
  await emitEvents(
    tx,
    written.map(({ code, parentCode, level, name, version }) => ({
      type: "area.registered" as const,
      aggregate: code,
      version,
      state: { code, parentCode, level, name },
    })),
  );
  return written;
}
