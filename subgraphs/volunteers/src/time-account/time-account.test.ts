import { newId } from "@gongjian/shared/id";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import { volunteers } from "../subgraph.ts";
import { CHENGDONG, settleCity, STREET, UNION } from "../testing/city.ts";
import { givenOf } from "../testing/given.ts";
import { transfer } from "../testing/transfers.ts";

let subgraph: TestSubgraph;
let given: ReturnType<typeof givenOf>;

beforeAll(async () => {
  subgraph = await startTestSubgraph(volunteers);
  await settleCity(subgraph);
  given = givenOf(subgraph);
});
afterAll(() => subgraph.stop());

beforeEach(() => subgraph.db.query(`truncate volunteer, time_account cascade`));

const OPEN = `
  mutation ($input: OpenTimeAccountInput!) {
    openTimeAccount(input: $input) {
      ... on OpenTimeAccountSuccess {
        account { balanceMinutes creditLimitMinutes volunteer { id } organisation { id } }
      }
      ... on UserError { code }
    }
  }
`;

const SECRETARIAT: Partial<Viewer> = { role: "SECRETARIAT" };

function open(input: object, viewer = SECRETARIAT) {
  return subgraph.as(viewer).query<{ openTimeAccount: { code?: string } }>(OPEN, { input });
}

async function accounts(): Promise<number> {
  const [row] = await subgraph.db.query<[{ n: number }]>(`select count(*)::integer as n from time_account`);
  return row.n;
}

test("an account is opened empty, for a volunteer or for an organisation", async () => {
  const { id: volunteerId } = await given.volunteer();
  expect((await open({ volunteerId })).data).toEqual({
    openTimeAccount: {
      account: {
        balanceMinutes: 0,
        creditLimitMinutes: 0,
        volunteer: { id: volunteerId },
        organisation: null,
      },
    },
  });
  expect((await open({ organisationId: UNION, creditLimitMinutes: 600 })).data).toEqual({
    openTimeAccount: {
      account: {
        balanceMinutes: 0,
        creditLimitMinutes: 600,
        volunteer: null,
        organisation: { id: UNION },
      },
    },
  });
});

test("an owner has one account, also when two are opened at once", async () => {
  const answers = await Promise.all([1, 2, 3].map(() => open({ organisationId: UNION })));
  const codes = answers.map(({ data }) => data?.openTimeAccount.code ?? "OK").sort();
  expect(codes).toEqual(["OK", "TIME_ACCOUNT_EXISTS", "TIME_ACCOUNT_EXISTS"]);
  expect(await accounts()).toBe(1);
});

test("an owner who does not exist, two owners, none, or a negative limit are refused", async () => {
  const { id: volunteerId } = await given.volunteer();
  expect((await open({ volunteerId: newId() })).data?.openTimeAccount.code).toBe("OWNER_NOT_FOUND");
  for (const input of [{}, { volunteerId, organisationId: UNION }, { volunteerId, creditLimitMinutes: -1 }]) {
    expect((await open(input)).errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  }
  expect(await accounts()).toBe(0);
});

test("a secretariat opens accounts in its area only", async () => {
  const { id: volunteerId } = await given.volunteer({ areaCode: CHENGDONG });
  const { errors } = await open({ volunteerId }, { role: "SECRETARIAT", areaCode: STREET });
  expect(errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  expect(await accounts()).toBe(0);
});

test("the statement shows every movement, newest first, in pages", async () => {
  const payer = await given.account({ creditLimitMinutes: 100 });
  const payee = await given.account();
  for (const minutes of [1, 2, 3]) {
    await transfer(subgraph, { payerId: payer.id, payeeId: payee.id, minutes, note: `第${minutes}次` });
  }
  interface Statement {
    timeAccount: { movements: { nodes: object[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };
  }
  const page = async (after: string | null): Promise<Statement["timeAccount"]["movements"] | undefined> => {
    const { data } = await subgraph.as(SECRETARIAT).query<Statement>(
      `query ($id: ID!, $after: String) { timeAccount(id: $id) { movements(first: 2, after: $after) {
        nodes { sequence minutes balanceAfterMinutes note } pageInfo { endCursor hasNextPage }
      } } }`,
      { id: payer.id, after },
    );
    return data?.timeAccount.movements;
  };
  const first = await page(null);
  expect(first?.nodes).toEqual([
    { sequence: 3, minutes: -3, balanceAfterMinutes: -6, note: "第3次" },
    { sequence: 2, minutes: -2, balanceAfterMinutes: -3, note: "第2次" },
  ]);
  const second = await page(first?.pageInfo.endCursor ?? null);
  expect(second).toMatchObject({
    nodes: [{ sequence: 1, minutes: -1, balanceAfterMinutes: -1, note: "第1次" }],
    pageInfo: { hasNextPage: false },
  });
});

test("an account is seen by its volunteer, the secretariat of its area and the auditor, without name", async () => {
  const { id: volunteerId } = await given.volunteer({ subject: "me" });
  const { id } = await given.account({ volunteerId });
  const look = async (viewer: Partial<Viewer>): Promise<unknown> => {
    const { data } = await subgraph.as(viewer).query<{ _entities: unknown[] }>(
      `query ($id: ID!) { _entities(representations: [{ __typename: "TimeAccount", id: $id }]) {
        ... on TimeAccount { balanceMinutes volunteer { displayName } }
      } }`,
      { id },
    );
    return data?._entities[0];
  };
  const shown = { balanceMinutes: 0, volunteer: { displayName: "王*" } };
  expect(await look({ role: "VOLUNTEER", subject: "me" })).toEqual(shown);
  expect(await look({ role: "SECRETARIAT", areaCode: STREET })).toEqual(shown);
  expect(await look({ role: "AUDITOR" })).toEqual({ balanceMinutes: 0, volunteer: null });
  expect(await look({ role: "VOLUNTEER", subject: "other" })).toBeNull();
  expect(await look({ role: "SECRETARIAT", areaCode: CHENGDONG })).toBeNull();
  expect(await look({ role: "ADMIN" })).toBeNull();
  expect(await look({ role: "DASHBOARD" })).toBeNull();
});

test("volunteers and organisations lead to their accounts", async () => {
  const { id: volunteerId } = await given.volunteer();
  await given.account({ volunteerId });
  await given.account({ unitId: UNION, creditLimitMinutes: 7 });
  const { data } = await subgraph.as(SECRETARIAT).query(
    `query ($keys: [_Any!]!) { _entities(representations: $keys) {
      ... on Volunteer { timeAccount { creditLimitMinutes } }
      ... on Organisation { timeAccount { creditLimitMinutes } }
    } }`,
    {
      keys: [
        { __typename: "Volunteer", id: volunteerId },
        { __typename: "Organisation", id: UNION },
      ],
    },
  );
  expect(data).toEqual({
    _entities: [{ timeAccount: { creditLimitMinutes: 0 } }, { timeAccount: { creditLimitMinutes: 7 } }],
  });
});
