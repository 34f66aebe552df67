import { newId } from "@gongjian/shared/id";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { volunteers } from "../subgraph.ts";
import { BAIYUN, CHENGDONG, PROPERTY_FIRM, settleCity, STREET, UNION } from "../testing/city.ts";
import { givenOf } from "../testing/given.ts";

let subgraph: TestSubgraph;
let given: ReturnType<typeof givenOf>;

beforeAll(async () => {
  subgraph = await startTestSubgraph(volunteers);
  await settleCity(subgraph);
  given = givenOf(subgraph);
});
afterAll(() => subgraph.stop());

beforeEach(() => subgraph.db.query(`truncate volunteer, team cascade`));

const JOIN = `
  mutation ($input: JoinTeamInput!) {
    joinTeam(input: $input) {
      ... on JoinTeamSuccess { team { name memberCount } volunteer { teams { name } } }
      ... on UserError { code }
    }
  }
`;

async function members(): Promise<number> {
  const [row] = await subgraph.db.query<[{ n: number }]>(
    `select count(*)::integer as n from team_membership`,
  );
  return row.n;
}

test("a volunteer joins a team once, however often they ask at once", async () => {
  const team = await given.team();
  const { id: volunteerId } = await given.volunteer({ subject: "me" });
  const me = subgraph.as({ role: "VOLUNTEER", subject: "me" });
  const input = { teamId: team.id, volunteerId };

  const answers = await Promise.all([1, 2, 3].map(() => me.query(JOIN, { input })));
  const results = answers.map(({ data }) => JSON.stringify(data?.joinTeam)).sort();
  expect(results).toEqual([
    `{"code":"ALREADY_MEMBER"}`,
    `{"code":"ALREADY_MEMBER"}`,
    // A team of one is too small for a count in the eyes of others.
    `{"team":{"name":"白云邻里队","memberCount":null},"volunteer":{"teams":[{"name":"白云邻里队"}]}}`,
  ]);
  expect(await members()).toBe(1);
});

test("nobody joins in another's name", async () => {
  const team = await given.team();
  const { id: volunteerId } = await given.volunteer({ subject: "other" });
  const answer = await subgraph
    .as({ role: "VOLUNTEER", subject: "me" })
    .query(JOIN, { input: { teamId: team.id, volunteerId } });
  expect(answer.errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  expect(await members()).toBe(0);
});

test("a withdrawn team takes nobody, a team or volunteer that does not exist is not found", async () => {
  const gone = await given.team({ state: "WITHDRAWN" });
  const { id: volunteerId } = await given.volunteer();
  const clerk = subgraph.as({ role: "UNIT_CLERK", unitId: UNION });

  const withdrawn = await clerk.query(JOIN, { input: { teamId: gone.id, volunteerId } });
  expect(withdrawn.data).toEqual({ joinTeam: { code: "TEAM_WITHDRAWN" } });
  for (const input of [
    { teamId: newId(), volunteerId },
    { teamId: gone.id, volunteerId: newId() },
  ]) {
    const { errors } = await clerk.query(JOIN, { input });
    expect(errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND" });
  }
  expect(await members()).toBe(0);
});

test("teams are found by unit, area, kind, colour, words and number; withdrawn ones only on demand", async () => {
  await given.team({ name: "甲队", kind: "UNIT", colour: "RED", externalId: "T1" });
  await given.team({ name: "乙队", areaCode: CHENGDONG, leadUnitId: PROPERTY_FIRM, colour: "GREEN" });
  await given.team({ name: "旧队", state: "WITHDRAWN" });
  const found = async (filter: object): Promise<string[]> => {
    const { data } = await subgraph
      .as({ role: "PUBLIC" })
      .query<{ teams: { nodes: { name: string }[] } }>(
        `query ($filter: TeamFilter) { teams(filter: $filter) { nodes { name } } }`,
        { filter },
      );
    return data?.teams.nodes.map(({ name }) => name) ?? [];
  };
  expect(await found({})).toEqual(["甲队", "乙队"]);
  expect(await found({ unitId: UNION })).toEqual(["甲队"]);
  expect(await found({ areaCode: STREET })).toEqual(["甲队"]);
  expect(await found({ kind: "COMMUNITY" })).toEqual(["乙队"]);
  expect(await found({ colour: "GREEN" })).toEqual(["乙队"]);
  expect(await found({ text: "乙" })).toEqual(["乙队"]);
  expect(await found({ externalId: "T1" })).toEqual(["甲队"]);
  expect(await found({ state: "WITHDRAWN" })).toEqual(["旧队"]);
});

test("a team's contact is masked for staff and withheld from the public", async () => {
  const { id } = await given.team();
  const document = `query ($id: ID!) { team(id: $id) { contact phone } }`;
  expect((await subgraph.as({ role: "UNIT_CLERK", unitId: UNION }).query(document, { id })).data).toEqual({
    team: { contact: "钱*", phone: "0563-***0410" },
  });
  expect((await subgraph.as({ role: "DASHBOARD" }).query(document, { id })).data).toEqual({
    team: { contact: null, phone: null },
  });
});

test("organisations and areas show their teams, many owners in one statement", async () => {
  for (const name of ["甲队", "乙队", "丙队"]) await given.team({ name });
  await given.team({ name: "丁队", leadUnitId: PROPERTY_FIRM, areaCode: CHENGDONG });
  const statements = jest.spyOn(subgraph.appDb, "query");
  const { data } = await subgraph.as({ role: "PUBLIC" }).query<{
    _entities: { teams: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean } } }[];
  }>(
    `query ($keys: [_Any!]!) { _entities(representations: $keys) {
      ... on Organisation { teams(first: 2) { nodes { name } pageInfo { hasNextPage } } }
      ... on Area { teams { nodes { name } pageInfo { hasNextPage } } }
    } }`,
    {
      keys: [
        { __typename: "Organisation", id: UNION },
        { __typename: "Organisation", id: PROPERTY_FIRM },
        { __typename: "Area", code: STREET },
        { __typename: "Area", code: BAIYUN },
      ],
    },
  );
  const shown = data?._entities.map(({ teams }) => [
    teams.nodes.map(({ name }) => name).join(),
    teams.pageInfo.hasNextPage,
  ]);
  expect(shown).toEqual([
    ["甲队,乙队", true],
    ["丁队", false],
    ["甲队,乙队,丙队", false],
    ["甲队,乙队,丙队", false],
  ]);
  expect(statements).toHaveBeenCalledTimes(2);
  statements.mockRestore();
});

test("a cursor that is not ours is refused", async () => {
  for (const after of ["xx!", Buffer.from("1; drop").toString("base64url")]) {
    const { errors } = await subgraph
      .as({ role: "PUBLIC" })
      .query(`query ($after: String) { teams(after: $after) { nodes { id } } }`, { after });
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  }
});
