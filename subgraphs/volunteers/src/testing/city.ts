import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EventState } from "@gongjian/shared/contracts/events";
import type { NewEvent } from "@gongjian/shared/events/outbox";
import { newId } from "@gongjian/shared/id";
import type { TestSubgraph } from "@gongjian/shared/testing/subgraph";

export const COUNTY = "341881";
export const BAIYUN = "341881002001";
export const CHENGDONG = "341881001001";
/** The street of 白云社区. */
export const STREET = "341881002";

/** Ids of the units that tests name. */
export const UNION = "00000000-0000-7000-8000-00000000000a";
export const PROPERTY_FIRM = "00000000-0000-7000-8000-00000000000b";

/** The committee of 城东社区, in another street. */
export const FAR_UNIT = "00000000-0000-7000-8000-00000000000c";

const FOLDER = join(__dirname, "../../../../data/ningguo");
const KNOWN_IDS = new Map([
  ["13341881M002584583", UNION],
  ["91341881M03426058C", PROPERTY_FIRM],
  ["54341881M04455520X", FAR_UNIT],
]);

/** A list of the sample city as its bytes. */
export function sampleFile(name: string): Buffer {
  return readFileSync(join(FOLDER, name));
}

/** Delivers the sample city's areas and units as their owner does. */
export async function settleCity(subgraph: TestSubgraph): Promise<void> {
  const events = [...areaEvents(), ...unitEvents()];
  const { status, body } = await subgraph.deliver(events);
  if (status !== 200 || body !== `{"failed":[]}`) throw new Error(`The city did not settle: ${body}`);
}

function areaEvents(): NewEvent[] {
  return records("areas.csv").map(([code = "", parent = "", level = "", name = ""]) => ({
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

function unitEvents(): NewEvent[] {
  return records("units.csv").map(([uscc = "", name = "", shortName = "", kind = "", areaCode = ""]) => {
    const id = KNOWN_IDS.get(uscc) ?? newId();
    return {
      type: "organisation.registered",
      aggregate: id,
      version: 1,
      state: { id, uscc, name, shortName, kind, areaCode },
    };
  });
}

/** No cell of these two files has a comma, a quote or a line break. */
function records(file: string): string[][] {
  const [, ...lines] = sampleFile(file).toString("utf8").trim().split(/\r?\n/);
  return lines.map((line) => line.split(","));
}
