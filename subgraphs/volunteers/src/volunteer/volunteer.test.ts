import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import type { ExecutionResult } from "graphql";
import { volunteers } from "../subgraph.ts";
import { BAIYUN, CHENGDONG, settleCity, STREET } from "../testing/city.ts";
import { givenOf } from "../testing/given.ts";

let subgraph: TestSubgraph;
let given: ReturnType<typeof givenOf>;

beforeAll(async () => {
  subgraph = await startTestSubgraph(volunteers);
  await settleCity(subgraph);
  given = givenOf(subgraph);
});
afterAll(() => subgraph.stop());

beforeEach(() => subgraph.db.query(`truncate volunteer cascade`));

const REGISTER = `
  mutation ($input: RegisterVolunteerInput!) {
    registerVolunteer(input: $input) {
      ... on RegisterVolunteerSuccess { volunteer { id number displayName area { code } skills state } }
      ... on UserError { code message }
    }
  }
`;
const INPUT = { name: "欧阳小明", phone: "13812345678", areaCode: BAIYUN, skills: ["理发", "理发"] };

interface Registered {
  registerVolunteer: { volunteer: { id: string; number: string }; code?: string };
}

function register(
  changes: object = {},
  viewer: Partial<Viewer> = { role: "SECRETARIAT" },
): Promise<ExecutionResult<Registered>> {
  return subgraph.as(viewer).query<Registered>(REGISTER, { input: { ...INPUT, ...changes } });
}

async function volunteersWritten(): Promise<number> {
  const [row] = await subgraph.db.query<[{ n: number }]>(
    `select (select count(*) from volunteer)::integer + (select count(*) from volunteer_contact)::integer as n`,
  );
  return row.n;
}

test("a registered volunteer gets a number of the county and is shown masked", async () => {
  const { data } = await register();
  expect(data?.registerVolunteer.volunteer).toEqual({
    id: expect.any(String) as string,
    number: expect.stringMatching(/^341881\d{8}$/) as string,
    displayName: "欧阳*",
    area: { code: BAIYUN },
    skills: ["理发"],
    state: "ACTIVE",
  });
  expect(await subgraph.db.query(`select name, phone from volunteer_contact`)).toEqual([
    { name: "欧阳小明", phone: "13812345678" },
  ]);
});

test("no two volunteers get the same number, however many register at once", async () => {
  const answers = await Promise.all(Array.from({ length: 25 }, () => register()));
  const numbers = answers.map(({ data }) => data?.registerVolunteer.volunteer.number);
  expect(new Set(numbers).size).toBe(25);
});

test("a volunteer of an area that does not exist is refused and nothing is written", async () => {
  const { data } = await register({ areaCode: "341881099" });
  expect(data?.registerVolunteer.code).toBe("UNKNOWN_AREA");
  expect(await volunteersWritten()).toBe(0);
});

test("one sign-in identity is one volunteer, also when both register at once", async () => {
  const answers = await Promise.all([register({ subject: "wx-1" }), register({ subject: "wx-1" })]);
  const codes = answers.map(({ data }) => data?.registerVolunteer.code ?? "OK");
  expect(codes.sort()).toEqual(["ALREADY_REGISTERED", "OK"]);
  expect(await volunteersWritten()).toBe(2);
});

test.each([
  ["a masked name", { name: "王*" }],
  ["a phone that is none", { phone: "12345" }],
])("%s is refused and nothing is written", async (_what, changes) => {
  const { errors } = await register(changes);
  expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  expect(await volunteersWritten()).toBe(0);
});

test("a secretariat registers within its area only", async () => {
  const { errors } = await register({ areaCode: CHENGDONG }, { role: "SECRETARIAT", areaCode: STREET });
  expect(errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  expect(await volunteersWritten()).toBe(0);
});

test("the roll comes in pages and by filter", async () => {
  for (const skills of [["理发"], ["电工"], ["理发", "电工"]]) await given.volunteer({ skills });
  await given.volunteer({ areaCode: CHENGDONG, skills: ["理发"] });
  const document = `query ($after: String) {
    volunteers(filter: { areaCode: "${STREET}", skill: "理发" }, first: 1, after: $after) {
      nodes { skills } pageInfo { hasNextPage endCursor }
    }
  }`;
  interface Page {
    volunteers: { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }
  const clerk = subgraph.as({ role: "SECRETARIAT" });
  const first = await clerk.query<Page>(document);
  expect(first.data?.volunteers).toMatchObject({
    nodes: [{ skills: ["理发"] }],
    pageInfo: { hasNextPage: true },
  });
  const second = await clerk.query<Page>(document, { after: first.data?.volunteers.pageInfo.endCursor });
  expect(second.data?.volunteers).toMatchObject({
    nodes: [{ skills: ["理发", "电工"] }],
    pageInfo: { hasNextPage: false },
  });
});

test("a volunteer sees only their own record, on every way to it", async () => {
  const own = await given.volunteer({ subject: "me" });
  const other = await given.volunteer({ subject: "other" });
  const me = subgraph.as({ role: "VOLUNTEER", subject: "me" });

  expect((await me.query(`{ volunteers { nodes { id } } }`)).data).toEqual({
    volunteers: { nodes: [{ id: own.id }] },
  });
  const foreign = await me.query(`query ($id: ID!) { volunteer(id: $id) { number } }`, { id: other.id });
  expect(foreign.errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  expect((await me.query(ENTITY, { id: other.id })).data).toEqual({ _entities: [null] });
  expect((await me.query(ENTITY, { id: own.id })).data).toEqual({ _entities: [{ number: own.number }] });
});

const ENTITY = `query ($id: ID!) {
  _entities(representations: [{ __typename: "Volunteer", id: $id }]) { ... on Volunteer { number } }
}`;

test.each(["not-an-id", "00000000-0000-7000-8000-0000000000ff"])(
  "there is no volunteer with the id %s",
  async (id) => {
    const answer = await subgraph
      .as({ role: "SECRETARIAT" })
      .query(`query ($id: ID!) { volunteer(id: $id) { id } }`, { id });
    expect(answer).toEqual({ data: { volunteer: null } });
  },
);

test("raw contacts are out of reach without the right scope, even past the services", async () => {
  await register();
  const { appDb } = subgraph;
  const seenBy = (role: "SECRETARIAT" | "PUBLIC" | "ADMIN", areaCode: string | null): Promise<unknown[]> =>
    asViewer(appDb, { role, subject: "s", unitId: null, areaCode }, (tx) =>
      tx.query(`select name from volunteer_contact`),
    );

  expect(await appDb.query(`select name from volunteer_contact`)).toEqual([]);
  expect(await seenBy("PUBLIC", null)).toEqual([]);
  expect(await seenBy("ADMIN", null)).toEqual([]);
  expect(await seenBy("SECRETARIAT", CHENGDONG)).toEqual([]);
  expect(await seenBy("SECRETARIAT", STREET)).toEqual([{ name: "欧阳小明" }]);
});
