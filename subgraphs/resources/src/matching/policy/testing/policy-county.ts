import { clockOf } from "@gongjian/shared/clock";
import { startTestSubgraph, type TestCaller, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import { resources } from "../../../subgraph.ts";
import { arrangeUnits, type ArrangedUnits } from "../../testing/arrange.ts";
import { COUNTY } from "./policies.ts";

export const HEAD: Viewer = { role: "COMMITTEE_HEAD", subject: "head", unitId: null, areaCode: COUNTY };
export const TODAY = "2026-09-01";
export const TOMORROW = "2026-09-02";
export const LATER = "2026-10-01";

/** What of a candidate the tests look at. */
export const NODE = "score supply { ... on Resource { id } }";

export interface Node {
  readonly score: number;
  readonly supply: { readonly id: string };
}

export interface Candidates {
  readonly policyVersion: number;
  readonly nodes: Node[];
}

/** One county whose committee's head decides how candidates are scored. */
export interface PolicyCounty extends TestSubgraph {
  /** YYYY-MM-DD, as the subgraph's clock tells it. */
  today: string;
  readonly units: ArrangedUnits;
  readonly head: TestCaller;
  candidatesOf(needId: string): Promise<Candidates>;
  wantedBy(resourceId: string): Promise<Candidates>;
  /** Every policy as the database holds it. */
  stored(): Promise<unknown[]>;
  /** Empties the lists and takes the county's policies away; it is `TODAY` again. */
  clear(): Promise<void>;
}

export async function startPolicyCounty(): Promise<PolicyCounty> {
  const time = { today: TODAY };
  const test = await startTestSubgraph(
    resources,
    clockOf(() => new Date(`${time.today}T12:00:00+08:00`)),
  );
  const head = test.as(HEAD);
  const ask = async <Data>(document: string, id: string): Promise<Data> => {
    const { data } = await head.query<{ row: Data }>(document, { id });
    if (!data) throw new Error("no data");
    return data.row;
  };
  const CANDIDATES = `{ policyVersion nodes { ${NODE} } }`;
  const county = Object.assign(test, {
    ...time,
    units: await arrangeUnits(test.db),
    head,
    candidatesOf: async (id: string) => {
      const document = `query ($id: ID!) { row: need(id: $id) { candidates ${CANDIDATES} } }`;
      return (await ask<{ candidates: Candidates }>(document, id)).candidates;
    },
    wantedBy: async (id: string) => {
      const document = `query ($id: ID!) { row: resource(id: $id) { wantedBy ${CANDIDATES} } }`;
      return (await ask<{ wantedBy: Candidates }>(document, id)).wantedBy;
    },
    stored: () => test.db.query<unknown[]>("select * from match_policy order by county_code, version"),
    clear: async () => {
      time.today = TODAY;
      await test.db.query("truncate need, resource, supply, request_key cascade");
      await test.db.query("delete from match_policy where county_code <> ''");
    },
  });
  Object.defineProperty(county, "today", {
    get: () => time.today,
    set: (today: string) => (time.today = today),
  });
  return county;
}
