import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { EventState } from "../contracts/events.ts";
import type { NewEvent } from "../events/outbox.ts";
import { newId } from "../id.ts";

const FOLDER = join(__dirname, "../../../data/ningguo");

type Area = EventState<"area.registered">;
type Unit = EventState<"organisation.registered">;

/** A file of the sample city as it is. */
export function sample(name: string): Buffer {
  return readFileSync(join(FOLDER, name));
}

/** The lines of a file of the sample city by its column names. */
export function sampleRows(name: string): Record<string, string>[] {
  return parse(sample(name), { columns: true, bom: true });
}

/** What the organisations subgraph says when it registers an area. */
export function areaRegistered(state: Area): NewEvent<"area.registered"> {
  return { type: "area.registered", aggregate: state.code, version: 1, state };
}

/** What the organisations subgraph says when it registers a unit, or changes it: then with a higher version. */
export function unitRegistered(state: Unit, version = 1): NewEvent<"organisation.registered"> {
  return { type: "organisation.registered", aggregate: state.id, version, state };
}

/** The areas and units of the sample city. */
export function sampleCity(idOf: (uscc: string) => string = newId): NewEvent[] {
  const areas = sampleRows("areas.csv").map(({ code = "", parent_code: parent = "", level, name = "" }) =>
    areaRegistered({ code, parentCode: parent || null, level: level as Area["level"], name }),
  );
  const units = sampleRows("units.csv").map((row) => {
    const {
      uscc = "",
      name = "",
      short_name: shortName = "",
      kind = "",
      community_code: areaCode = "",
    } = row;
    return unitRegistered({ id: idOf(uscc), uscc, name, shortName, kind, areaCode });
  });
  return [...areas, ...units];
}
