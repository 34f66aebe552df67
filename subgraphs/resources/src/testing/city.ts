import { readFileSync } from "node:fs";
import { join } from "node:path";
import { clockOf } from "@gongjian/shared/clock";
import type { EventState } from "@gongjian/shared/contracts/events";
import type { NewEvent } from "@gongjian/shared/events/outbox";
import { newId } from "@gongjian/shared/id";
import { readCsv } from "@gongjian/shared/import/csv";
import { startTestSubgraph, type TestCaller, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { subgraph } from "../subgraph.ts";

const FOLDER = join(__dirname, "../../../../data/ningguo");

/** The day on which the sample's sheets were filled in. */
export const FILLED_IN = "2026-09-03";

/** 南山街道 and 西津街道: two streets of the sample, so that one is foreign to the other. */
export const NANSHAN = "341881002";
export const XIJIN = "341881001";

export interface City extends TestSubgraph {
  /** The id of a unit by its short name. */
  unit(shortName: string): string;
  clerkOf(shortName: string): TestCaller;
  secretariat(areaCode?: string): TestCaller;
  /** Empties the lists and what came of them; areas and units stay. */
  clear(): Promise<void>;
}

/** The subgraph with the sample's areas and units, told by their owner's events; the lists are still empty. */
export async function startCity(): Promise<City> {
  const test = await startTestSubgraph(
    subgraph,
    clockOf(() => new Date(`${FILLED_IN}T09:00:00+08:00`)),
  );
  const units = await unitEvents();
  await test.deliver([...(await areaEvents()), ...units]);
  const idByName = new Map(units.map(({ state }) => [state.shortName, state.id]));
  const unit = (shortName: string): string => {
    const id = idByName.get(shortName);
    if (id === undefined) throw new Error(`The sample has no unit ${shortName}.`);
    return id;
  };
  return Object.assign(test, {
    unit,
    clerkOf: (shortName: string) => test.as({ role: "UNIT_CLERK", unitId: unit(shortName) }),
    secretariat: (areaCode?: string) => test.as({ role: "SECRETARIAT", areaCode: areaCode ?? null }),
    clear: async () => {
      await test.db.query(
        "truncate resource, need, supply, publication, import_request, contact_access cascade",
      );
    },
  });
}

/** A file of the sample as it is. */
export function sample(name: string): Buffer {
  return readFileSync(join(FOLDER, name));
}

/** The lines of a file of the sample by its column names. */
export async function sampleRows(name: string): Promise<Record<string, string>[]> {
  const records: string[][] = [];
  for await (const { cells } of readCsv(text(sample(name)))) records.push([...cells]);
  const [heading = [], ...rows] = records;
  return rows.map((cells) => Object.fromEntries(heading.map((column, i) => [column, cells[i] ?? ""])));
}

// eslint-disable-next-line @typescript-eslint/require-await -- the reader takes a stream
async function* text(bytes: Buffer): AsyncGenerator<string> {
  yield bytes.toString("utf8");
}

async function areaEvents(): Promise<NewEvent<"area.registered">[]> {
  return (await sampleRows("areas.csv")).map(({ code = "", parent_code: parent = "", level, name = "" }) => ({
    type: "area.registered",
    aggregate: code,
    version: 1,
    state: {
      code,
      parentCode: parent === "" ? null : parent,
      level: level as EventState<"area.registered">["level"],
      name,
    },
  }));
}

async function unitEvents(): Promise<NewEvent<"organisation.registered">[]> {
  return (await sampleRows("units.csv")).map((row) => {
    const id = newId();
    const {
      uscc = "",
      name = "",
      short_name: shortName = "",
      kind = "",
      community_code: areaCode = "",
    } = row;
    return {
      type: "organisation.registered",
      aggregate: id,
      version: 1,
      state: { id, uscc, name, shortName, kind, areaCode },
    };
  });
}
