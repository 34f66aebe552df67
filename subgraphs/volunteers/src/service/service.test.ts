import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { newId } from "@gongjian/shared/id";
import { emptyQueue } from "@gongjian/shared/testing/job-queue";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import type { TeamRow } from "../team/team.row.ts";
import { volunteers } from "../subgraph.ts";
import { announced } from "../testing/announced.ts";
import { BAIYUN, PROPERTY_FIRM, settleCity, STREET, UNION } from "../testing/city.ts";
import { givenOf } from "../testing/given.ts";

let subgraph: TestSubgraph;
let given: ReturnType<typeof givenOf>;
let team: TeamRow;

beforeAll(async () => {
  subgraph = await startTestSubgraph(volunteers);
  await settleCity(subgraph);
  given = givenOf(subgraph);
});
afterAll(() => subgraph.stop());

beforeEach(async () => {
  await subgraph.db.query(`truncate team cascade`);
  await emptyQueue(subgraph.jobsUrl);
  team = await given.team();
});

const CLERK: Partial<Viewer> = { role: "UNIT_CLERK", unitId: UNION };

const OFFER = `
  mutation ($input: OfferServiceInput!) {
    offerService(input: $input) {
      ... on OfferServiceSuccess {
        service {
          id title quantity unitOfMeasure audience validFrom validTo schedule minNoticeDays state
          category { code } coverageArea { code } team { name leadOrganisation { id } }
        }
      }
      ... on UserError { code }
    }
  }
`;

interface Offered {
  offerService: { service: { id: string }; code?: string };
}

function inputWith(changes: object = {}): Record<string, unknown> {
  return {
    input: {
      teamId: team.id,
      title: "上门理发",
      description: "自带推子",
      category: "理发",
      quantity: 2.5,
      unitOfMeasure: "人",
      coverageAreaCode: STREET,
      audience: ["老年人"],
      validFrom: "2026-09-01",
      validTo: "2027-08-31",
      schedule: "周六上午",
      minNoticeDays: 2,
      ...changes,
    },
  };
}

async function services(): Promise<number> {
  const [row] = await subgraph.db.query<[{ n: number }]>(
    `select count(*)::integer as n from volunteer_service`,
  );
  return row.n;
}

async function offered(): Promise<string> {
  const { data } = await subgraph.as(CLERK).query<Offered>(OFFER, inputWith());
  return data?.offerService.service.id ?? "";
}

test("what a team offers is published and announced to the match index", async () => {
  const { data } = await subgraph.as(CLERK).query<Offered>(OFFER, inputWith({ externalId: "V1" }));
  expect(data?.offerService.service).toMatchObject({
    title: "上门理发",
    quantity: 2.5,
    category: { code: "G01" },
    coverageArea: { code: STREET },
    team: { name: "白云邻里队", leadOrganisation: { id: UNION } },
    validTo: "2027-08-31",
    state: "PUBLISHED",
  });
  expect(await announced(subgraph.jobsUrl)).toMatchObject([
    {
      type: "supply.changed",
      aggregate: data?.offerService.service.id,
      version: 1,
      state: {
        externalId: "V1",
        kind: "VOLUNTEER_SERVICE",
        ownerUnitId: UNION,
        ownerName: "白云邻里队",
        category: "G01",
        quantity: 2.5,
        validFrom: "2026-09-01",
        audience: ["老年人"],
        cost: "FREE",
        state: "PUBLISHED",
      },
    },
  ]);
});

test.each([
  ["an unknown area", { coverageAreaCode: "999999" }, "UNKNOWN_AREA"],
  ["an unknown category", { category: "变魔术" }, "UNKNOWN_CATEGORY"],
  ["days in the wrong order", { validFrom: "2026-09-02", validTo: "2026-09-01" }, "PERIOD_REVERSED"],
])("%s is refused, nothing is written or announced", async (_what, changes, code) => {
  const { data } = await subgraph.as(CLERK).query<Offered>(OFFER, inputWith(changes));
  expect(data?.offerService).toEqual({ code });
  expect(await services()).toBe(0);
  expect(await announced(subgraph.jobsUrl)).toEqual([]);
});

test.each([
  ["a quantity of nothing", { quantity: 0 }],
  ["a day that does not exist", { validTo: "2026-02-30" }],
  ["a notice of years", { minNoticeDays: 1_000 }],
])("%s is wrong input, nothing is written", async (_what, changes) => {
  const { errors } = await subgraph.as(CLERK).query(OFFER, inputWith(changes));
  expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  expect(await services()).toBe(0);
});

test("a number is used once in a team, also when two publish at once", async () => {
  const answers = await Promise.all(
    [1, 2].map(() => subgraph.as(CLERK).query<Offered>(OFFER, inputWith({ externalId: "V1" }))),
  );
  expect(answers.map(({ data }) => data?.offerService.code ?? "OK").sort()).toEqual([
    "EXTERNAL_ID_TAKEN",
    "OK",
  ]);
  expect(await services()).toBe(1);
  expect(await announced(subgraph.jobsUrl)).toHaveLength(1);
});

test("a withdrawn team offers nothing, a missing one is not found", async () => {
  const gone = await given.team({ state: "WITHDRAWN" });
  const { data } = await subgraph.as(CLERK).query<Offered>(OFFER, inputWith({ teamId: gone.id }));
  expect(data?.offerService).toEqual({ code: "TEAM_WITHDRAWN" });
  const missing = await subgraph.as(CLERK).query(OFFER, inputWith({ teamId: newId() }));
  expect(missing.errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND" });
  expect(await services()).toBe(0);
});

const WITHDRAW = `
  mutation ($id: ID!) {
    withdrawService(input: { serviceId: $id }) {
      ... on WithdrawServiceSuccess { service { state } }
      ... on UserError { code }
    }
  }
`;

test("a service is taken back once, and the index is told once", async () => {
  const id = await offered();
  const answers = await Promise.all([1, 2, 3].map(() => subgraph.as(CLERK).query(WITHDRAW, { id })));
  const results = answers.map(({ data }) => JSON.stringify(data?.withdrawService)).sort();
  expect(results).toEqual([
    `{"code":"ALREADY_WITHDRAWN"}`,
    `{"code":"ALREADY_WITHDRAWN"}`,
    `{"service":{"state":"WITHDRAWN"}}`,
  ]);
  const events = await announced(subgraph.jobsUrl);
  expect(events.map(({ version, state }) => [version, state.state])).toEqual([
    [1, "PUBLISHED"],
    [2, "WITHDRAWN"],
  ]);
});

test("another unit neither offers for the team nor takes its services back", async () => {
  const id = await offered();
  const stranger = subgraph.as({ role: "UNIT_CLERK", unitId: PROPERTY_FIRM });
  for (const answer of [await stranger.query(OFFER, inputWith()), await stranger.query(WITHDRAW, { id })]) {
    expect(answer.errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  }
  expect(await services()).toBe(1);
  expect(await announced(subgraph.jobsUrl)).toHaveLength(1);
});

test("a service that does not exist cannot be taken back", async () => {
  const { errors } = await subgraph.as(CLERK).query(WITHDRAW, { id: newId() });
  expect(errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND" });
});

test("the database refuses what another unit would write past the services", async () => {
  const id = await offered();
  const viewer: Viewer = { role: "UNIT_CLERK", subject: "s", unitId: PROPERTY_FIRM, areaCode: null };
  await asViewer(subgraph.appDb, viewer, (tx) =>
    tx.query(`update volunteer_service set title = '改' where id = $1`, [id]),
  );
  await asViewer(subgraph.appDb, viewer, (tx) => tx.query(`update team set name = '改'`));
  expect(await subgraph.db.query(`select s.title, t.name from volunteer_service s, team t`)).toEqual([
    { title: "上门理发", name: "白云邻里队" },
  ]);
});

test("services are found by area, category, words, day and unit, and as entities by any other subgraph", async () => {
  const id = await offered();
  const found = async (filter: object): Promise<number> => {
    const { data } = await subgraph
      .as({ role: "PUBLIC" })
      .query<{ volunteerServices: { nodes: unknown[] } }>(
        `query ($filter: VolunteerServiceFilter) { volunteerServices(filter: $filter) { nodes { id } } }`,
        { filter },
      );
    return data?.volunteerServices.nodes.length ?? -1;
  };
  const hits = [{ areaCode: "341881" }, { category: "G" }, { text: "推子" }, { openOn: "2027-08-31" }];
  for (const filter of [...hits, { unitId: UNION }, { teamId: team.id }]) expect(await found(filter)).toBe(1);
  const misses = [{ areaCode: BAIYUN }, { category: "A" }, { text: "烫发" }, { openOn: "2027-09-01" }];
  for (const filter of [...misses, { unitId: PROPERTY_FIRM }, { externalId: "V9" }]) {
    expect(await found(filter)).toBe(0);
  }
  const { data } = await subgraph.as({ role: "PUBLIC" }).query(
    `query ($id: ID!) { _entities(representations: [{ __typename: "VolunteerService", id: $id }]) {
      ... on VolunteerService { title }
    } }`,
    { id },
  );
  expect(data).toEqual({ _entities: [{ title: "上门理发" }] });
});
