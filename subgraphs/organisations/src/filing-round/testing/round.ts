import type { Clock } from "@gongjian/shared/clock";
import { newId } from "@gongjian/shared/id";
import { createLogger } from "@gongjian/shared/log";
import type { TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { organisations } from "../../subgraph.ts";
import { valueOf } from "../../testing/city.ts";

export const SECRETARIAT = { role: "SECRETARIAT", areaCode: "341881001" } as const;

const OPEN = `mutation ($input: OpenFilingRoundInput!) { openFilingRound(input: $input) {
  __typename
  ... on OpenFilingRoundSuccess { round { id name state daysLeft dutiesCount filedCount rate lists } }
  ... on UserError { code message }
  ... on FilingRoundExists { round { id } }
  ... on UnitsNotSeated { unitIds }
} }`;

export interface Opened {
  readonly __typename: string;
  readonly code?: string;
  readonly unitIds?: string[];
  readonly round: { id: string; dutiesCount: number; rate: number };
}

/** The committee that the rounds of the tests are of. */
export async function committeeOf(subgraph: TestSubgraph): Promise<string> {
  const id = await valueOf<string>(subgraph, `select id from committee where area_code = '341881001001'`);
  if (id === undefined) throw new Error("There is no committee.");
  return id;
}

/** Seats further units on the committee until it has `total`, each with a masked contact. */
export async function seatUnits(subgraph: TestSubgraph, committee: string, total: number): Promise<string[]> {
  const [{ seated }] = await subgraph.db.query<[{ seated: number }]>(
    `select count(*)::integer as seated from seat where committee_id = $1 and state = 'SERVING'`,
    [committee],
  );
  const units = Array.from({ length: total - seated }, (_, i) => ({
    id: newId(),
    seat: newId(),
    name: `单位${i}`,
  }));
  await subgraph.db.query(
    `with unit as (
       insert into organisation
         (id, uscc_status, name, short_name, kind, area_code, contact_masked, phone_masked, version)
       select id, 'UNVERIFIED', name, name, 'SCHOOL', '341881001001', '张*', '138****5678', 1
       from jsonb_to_recordset($1) as r (id uuid, name text)
     )
     insert into seat (id, committee_id, organisation_id, role, state, since)
     select seat, $2, id, 'MEMBER', 'SERVING', '2026-01-01' from jsonb_to_recordset($1) as r (id uuid, seat uuid)`,
    [JSON.stringify(units), committee],
  );
  return seatedUnits(subgraph, committee);
}

/** The units with a serving seat, in the order of their ids. */
export async function seatedUnits(subgraph: TestSubgraph, committee: string): Promise<string[]> {
  const rows = await subgraph.db.query<{ id: string }[]>(
    `select organisation_id as id from seat
     where committee_id = $1 and state = 'SERVING' order by organisation_id`,
    [committee],
  );
  return rows.map(({ id }) => id);
}

export async function open(subgraph: TestSubgraph, input: object): Promise<Opened> {
  const { data, errors } = await subgraph.as(SECRETARIAT).query<{ openFilingRound: Opened }>(OPEN, {
    input: {
      name: "2026-H1",
      lists: ["RESOURCES", "NEEDS"],
      opensOn: "2026-06-01",
      dueOn: "2026-06-30",
      idempotencyKey: newId(),
      ...input,
    },
  });
  if (!data) throw new Error(errors?.[0]?.message);
  return data.openFilingRound;
}

/** Says what the subgraph of lists says when units publish. */
export async function published(
  subgraph: TestSubgraph,
  unitIds: readonly string[],
  list: "resources" | "needs" | "projects",
  publishedAt: string,
): Promise<string> {
  const publicationId = newId();
  const counts = { new: 0, changed: 0, unchanged: 1, withdrawn: 0 };
  const { status, body } = await subgraph.deliver(
    unitIds.map((unitId) => ({
      type: "list.published",
      aggregate: `${publicationId} ${unitId}`,
      version: 1,
      state: { unitId, list, publicationId, counts, publishedAt },
    })),
  );
  if (status !== 200 || body !== `{"failed":[]}`) throw new Error(`The event was answered ${status} ${body}`);
  return publicationId;
}

/** Runs the daily work as the app's role. */
export async function runDaily(subgraph: TestSubgraph, clock: Clock): Promise<void> {
  await organisations.daily?.({ db: subgraph.appDb, clock, log: createLogger("test", "silent") });
}
