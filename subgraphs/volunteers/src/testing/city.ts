import { newId } from "@gongjian/shared/id";
import { sampleCity } from "@gongjian/shared/testing/sample-city";
import type { TestSubgraph } from "@gongjian/shared/testing/subgraph";

export const BAIYUN = "341881002001";
export const CHENGDONG = "341881001001";
/** The street of 白云社区. */
export const STREET = "341881002";

/** Ids of the units that tests name. */
export const UNION = "00000000-0000-7000-8000-00000000000a";
export const PROPERTY_FIRM = "00000000-0000-7000-8000-00000000000b";

/** The committee of 城东社区, in another street. */
export const FAR_UNIT = "00000000-0000-7000-8000-00000000000c";

const KNOWN_IDS = new Map([
  ["13341881M002584583", UNION],
  ["91341881M03426058C", PROPERTY_FIRM],
  ["54341881M04455520X", FAR_UNIT],
]);

/** Delivers the sample city's areas and units as their owner does. */
export async function settleCity(subgraph: TestSubgraph): Promise<void> {
  const { status, body } = await subgraph.deliver(sampleCity((uscc) => KNOWN_IDS.get(uscc) ?? newId()));
  if (status !== 200 || body !== `{"failed":[]}`) throw new Error(`The city did not settle: ${body}`);
}
