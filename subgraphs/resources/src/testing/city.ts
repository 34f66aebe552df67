import { clockOf, type Clock } from "@gongjian/shared/clock";
import { sampleCity } from "@gongjian/shared/testing/sample-city";
import { startTestSubgraph, type TestCaller, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { resources } from "../subgraph.ts";

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
export async function startCity(
  clock: Clock = clockOf(() => new Date(`${FILLED_IN}T09:00:00+08:00`)),
): Promise<City> {
  const test = await startTestSubgraph(resources, clock);
  await test.deliver(sampleCity());
  const units = await test.db.query<{ id: string; name: string }[]>(
    "select id, short_name as name from unit",
  );
  const idByName = new Map(units.map(({ id, name }) => [name, id]));
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
        "truncate resource, resource_contact, need, project, supply, publication, import_request, request_key, contact_access, listing_notice cascade",
      );
    },
  });
}
