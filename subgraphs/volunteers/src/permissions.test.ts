import type { Operation } from "@gongjian/shared/contracts/permissions";
import { newId } from "@gongjian/shared/id";
import { startTestSubgraph, type TestCaller, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { viewersAt } from "@gongjian/shared/testing/viewers";
import { may, type Target, type Viewer } from "@gongjian/shared/viewer";
import type { ExecutionResult } from "graphql";
import { VolunteerServiceRow } from "./service/service.row.ts";
import { volunteers } from "./subgraph.ts";
import { BAIYUN, CHENGDONG, FAR_UNIT, PROPERTY_FIRM, settleCity, STREET, UNION } from "./testing/city.ts";
import { givenOf } from "./testing/given.ts";
import { TRANSFER } from "./testing/transfers.ts";

/** The viewer's own, a neighbour's in the same area, and a stranger's in another area. */
const PLACES = {
  own: { unitId: UNION, areaCode: BAIYUN, subject: "me", uscc: "13341881M002584583" },
  near: { unitId: PROPERTY_FIRM, areaCode: BAIYUN, subject: "neighbour", uscc: "91341881M03426058C" },
  foreign: { unitId: FAR_UNIT, areaCode: CHENGDONG, subject: "stranger", uscc: "54341881M04455520X" },
} as const;

type Place = keyof typeof PLACES;

interface Things {
  readonly team: string;
  readonly service: string;
  readonly volunteer: string;
  readonly account: string;
  /** A volunteer who has no account yet. */
  readonly unbanked: string;
}

let subgraph: TestSubgraph;
const things = {} as Record<Place, Things>;
let pot: string;

beforeAll(async () => {
  subgraph = await startTestSubgraph(volunteers);
  await settleCity(subgraph);
  const given = givenOf(subgraph);
  pot = (await given.account()).id;
  for (const place of Object.keys(PLACES) as Place[]) {
    const { unitId, areaCode, subject } = PLACES[place];
    const team = await given.team({ leadUnitId: unitId, areaCode });
    const volunteer = await given.volunteer({ areaCode, subject });
    const account = await given.account({ volunteerId: volunteer.id, creditLimitMinutes: 10_000 });
    const unbanked = await given.volunteer({ areaCode, subject: `${subject} without account` });
    const service = await subgraph.db.getRepository(VolunteerServiceRow).save({
      id: newId(),
      externalId: null,
      listKey: null,
      teamId: team.id,
      categoryCode: null,
      title: "敲背",
      description: "",
      quantity: null,
      unitOfMeasure: null,
      coverageAreaCode: areaCode,
      audience: [],
      validFrom: null,
      validTo: null,
      schedule: "",
      minNoticeDays: 0,
      qualification: null,
      state: "PUBLISHED",
      version: 1,
      contentHash: null,
    });
    things[place] = {
      team: team.id,
      service: service.id,
      volunteer: volunteer.id,
      account: account.id,
      unbanked: unbanked.id,
    };
  }
});
afterAll(() => subgraph.stop());

interface Case {
  readonly name: string;
  readonly operation: Operation;
  readonly target: (place: Place) => Target;
  /** Whether the real call was let through; a refusal of the domain comes after the permission. */
  readonly call: (caller: TestCaller, place: Place) => Promise<boolean>;
}

function mutation(text: string, variables: (place: Place) => object): Case["call"] {
  return async (caller, place) => isAllowed(await caller.query(text, { input: variables(place) }));
}

function isAllowed({ errors }: ExecutionResult): boolean {
  const code = errors?.[0]?.extensions.code;
  if (errors && code !== "FORBIDDEN") throw new Error(errors[0]?.message);
  return code !== "FORBIDDEN";
}

const teamOf = (place: Place): Target => ({
  unitId: PLACES[place].unitId,
  areaCode: PLACES[place].areaCode,
});
const areaOf = (place: Place): Target => ({ areaCode: PLACES[place].areaCode });
const personOf = (place: Place): Target => ({ ...areaOf(place), subject: PLACES[place].subject });

const CASES: readonly Case[] = [
  {
    name: "volunteer",
    operation: "volunteer.read",
    target: personOf,
    call: async (caller, place) =>
      isAllowed(
        await caller.query(`query ($id: ID!) { volunteer(id: $id) { number } }`, {
          id: things[place].volunteer,
        }),
      ),
  },
  {
    name: "registerVolunteer",
    operation: "volunteer.register",
    target: areaOf,
    call: mutation(
      `mutation ($input: RegisterVolunteerInput!) { registerVolunteer(input: $input) { __typename } }`,
      (place) => ({ name: "王小二", phone: "13812345678", areaCode: PLACES[place].areaCode }),
    ),
  },
  {
    name: "offerService",
    operation: "team.publish",
    target: teamOf,
    call: mutation(
      `mutation ($input: OfferServiceInput!) { offerService(input: $input) { __typename } }`,
      (place) => ({ teamId: things[place].team, title: "理发", coverageAreaCode: BAIYUN }),
    ),
  },
  {
    name: "withdrawService",
    operation: "team.publish",
    target: teamOf,
    call: mutation(
      `mutation ($input: WithdrawServiceInput!) { withdrawService(input: $input) { __typename } }`,
      (place) => ({ serviceId: things[place].service }),
    ),
  },
  {
    name: "the list of teams",
    operation: "team.publish",
    target: teamOf,
    call: (caller, place) => {
      const { areaCode, uscc } = PLACES[place];
      const line = `${newId()},新队,UNIT,${areaCode},${uscc}`;
      return isUploaded(caller, "teams", `id,name,kind,community_code,lead_unit_uscc\n${line}`);
    },
  },
  {
    name: "the list of services",
    operation: "team.publish",
    target: teamOf,
    call: async (caller, place) => {
      const { externalId } = await nameTeam(things[place].team);
      const line = `${newId()},${externalId},敲背,${BAIYUN}`;
      return isUploaded(caller, "volunteer-services", `id,team_id,title,coverage_area_code\n${line}`);
    },
  },
  {
    name: "joinTeam",
    operation: "team.join",
    target: (place) => ({ ...teamOf(place), subject: PLACES[place].subject }),
    call: mutation(
      `mutation ($input: JoinTeamInput!) { joinTeam(input: $input) { __typename } }`,
      (place) => ({ teamId: things[place].team, volunteerId: things[place].volunteer }),
    ),
  },
  {
    name: "timeAccount",
    operation: "timeAccount.read",
    target: personOf,
    call: async (caller, place) =>
      isAllowed(
        await caller.query(`query ($id: ID!) { timeAccount(id: $id) { balanceMinutes } }`, {
          id: things[place].account,
        }),
      ),
  },
  {
    name: "openTimeAccount",
    operation: "timeAccount.open",
    target: areaOf,
    call: mutation(
      `mutation ($input: OpenTimeAccountInput!) { openTimeAccount(input: $input) { __typename } }`,
      (place) => ({ volunteerId: things[place].unbanked }),
    ),
  },
  {
    name: "transferTime",
    operation: "time.transfer",
    target: personOf,
    call: mutation(TRANSFER, (place) => ({
      payerId: things[place].account,
      payeeId: pot,
      minutes: 1,
      idempotencyKey: newId(),
    })),
  },
];

async function isUploaded(
  caller: TestCaller,
  list: "teams" | "volunteer-services",
  file: string,
): Promise<boolean> {
  const { status, report } = await caller.upload({ list, file });
  if (status === 403) return false;
  const codes = report.problems.map(({ code }) => code);
  if (codes.some((code) => code !== "OUT_OF_SCOPE" && code !== "UNIT_MISMATCH")) {
    throw new Error(codes.join());
  }
  return report.counts.new === 1;
}

async function nameTeam(id: string): Promise<{ externalId: string }> {
  await subgraph.db.query(`update team set external_id = $1 where id = $1::uuid`, [id]);
  return { externalId: id };
}

const VIEWERS = viewersAt({ unitIds: [UNION], areaCodes: [STREET], subjects: ["me"] }).map(
  (viewer): [string, Viewer] => [
    `${viewer.role} of ${viewer.unitId ?? viewer.areaCode ?? "the city"}`,
    viewer,
  ],
);

async function written(): Promise<string> {
  const rows = await subgraph.db.query<{ n: string }[]>(`
    select count(*)::text as n from volunteer union all select count(*)::text from volunteer_contact
    union all select count(*)::text from team union all select count(*)::text from team_membership
    union all select string_agg(state, ',' order by id) from volunteer_service
    union all select count(*)::text from time_account
    union all select count(*)::text from time_transfer
  `);
  return rows.map(({ n }) => n).join(" ");
}

test.each(VIEWERS)("%s may do what the table of roles says, and nothing else", async (_name, viewer) => {
  const caller = subgraph.as(viewer);
  for (const { name, operation, target, call } of CASES) {
    for (const place of Object.keys(PLACES) as Place[]) {
      const before = await written();
      const allowed = await call(caller, place);
      expect(`${name} ${place}: ${allowed}`).toBe(
        `${name} ${place}: ${may(viewer, operation, target(place))}`,
      );
      if (!allowed) expect(await written()).toBe(before);
    }
  }
});

test.each(VIEWERS)("%s reads teams and services like everyone", async (_name, viewer) => {
  const { errors } = await subgraph
    .as(viewer)
    .query(`{ teams { nodes { name contact } } volunteerServices { nodes { title } } }`);
  expect(errors).toBeUndefined();
});
