import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { organisations } from "../subgraph.ts";
import { ADMIN, count, deliveries, publishSample, statementsOf, valueOf } from "../testing/city.ts";

const REGISTER = `
  mutation ($input: RegisterOrganisationInput!) {
    registerOrganisation(input: $input) {
      __typename
      ... on RegisterOrganisationSuccess {
        organisation { id uscc usccStatus name shortName kind contact phone area { name } }
      }
      ... on InvalidUscc { code message expected }
      ... on OrganisationExists { code organisation { name } }
    }
  }
`;
const UNIT = { name: "宁国市测试单位", kind: "GOVERNMENT", areaCode: "341881001001" };
const HOSPITAL = "12341881M031884831";

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(organisations);
  await publishSample(subgraph);
});

afterAll(() => subgraph.stop());

test("a unit is found by its id and by its credit code, however that is typed", async () => {
  const document = `query ($id: ID, $uscc: String) { organisation(id: $id, uscc: $uscc) { id name } }`;
  const byUscc = await subgraph.as({}).query(document, { uscc: ` ${HOSPITAL.toLowerCase()}` });
  expect(byUscc.data?.organisation).toMatchObject({ name: "宁国市康禾医院" });
  const { id } = byUscc.data?.organisation as { id: string };
  expect((await subgraph.as({}).query(document, { id })).data).toEqual(byUscc.data);
});

test("an id or code that nobody has gives null; neither or both is BAD_USER_INPUT", async () => {
  const document = `query ($id: ID, $uscc: String) { organisation(id: $id, uscc: $uscc) { id } }`;
  const missing = [{ id: "no-id" }, { uscc: "12" }];
  for (const variables of missing) {
    expect(await subgraph.as({}).query(document, variables)).toEqual({ data: { organisation: null } });
  }
  for (const variables of [{}, { id: null }, { id: "x", uscc: HOSPITAL }]) {
    const { errors } = await subgraph.as({}).query(document, variables);
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  }
});

test.each([
  [{ areaCode: "341881001" }, 31],
  [{ areaCode: "341881001001" }, 7],
  [{ kind: "HOSPITAL" }, 3],
  [{ kind: "SCHOOL", areaCode: "341881006" }, 1],
  [{ text: "津味" }, 1],
  [{ text: "%" }, 0],
  [{ committeeId: "no-id" }, 0],
  [{ areaCode: null, text: null, kind: null, committeeId: null }, 72],
])("the units with %j are %i", async (filter, expected) => {
  const { data } = await subgraph.as({}).query<Listed>(LIST, { filter });
  expect(data?.organisations.nodes).toHaveLength(expected);
});

test("the units of a committee are those with a serving seat", async () => {
  const id = await valueOf<string>(subgraph, `select id from committee where area_code = '341881001001'`);
  const { data } = await subgraph.as({}).query<Listed>(LIST, { filter: { committeeId: id } });
  expect(data?.organisations.nodes).toHaveLength(7);
});

test("paging through all units gives each once, in the same order every time", async () => {
  const walk = async (): Promise<string[]> => {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const page: Listed["organisations"] = await unitPage(after);
      ids.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    return ids;
  };
  const ids = await walk();
  expect(new Set(ids).size).toBe(72);
  expect(await walk()).toEqual(ids);
});

test("a page of units with their areas takes two statements, however long it is", async () => {
  const document = (first: number): string =>
    `{ organisations(first: ${first}) { nodes { name area { name } viewerCanManageApiKeys } } }`;
  const few = await statementsOf(subgraph, () => subgraph.as({}).query(document(2)));
  const many = await statementsOf(subgraph, () => subgraph.as({}).query(document(72)));
  expect([few.length, many.length]).toEqual([2, 2]);
});

test("references from other subgraphs are answered in one statement", async () => {
  const rows = await subgraph.db.query<{ id: string }[]>(`select id from organisation limit 50`);
  const representations = [
    ...rows.map(({ id }) => ({ __typename: "Organisation", id })),
    { __typename: "Organisation", id: "no-id" },
  ];
  const document = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Organisation { id name } }
  }`;
  const statements = await statementsOf(subgraph, async () => {
    const { data } = await subgraph.as({}).query<{ _entities: ({ id: string } | null)[] }>(document, {
      representations,
    });
    expect(data?._entities.map((entity) => entity?.id)).toEqual([...rows.map(({ id }) => id), undefined]);
  });
  expect(statements).toHaveLength(1);
});

test("the public sees no contact; staff see it masked; nobody sees it raw", async () => {
  const document = `query ($uscc: String) { organisation(uscc: $uscc) { contact phone } }`;
  const asked = { uscc: HOSPITAL };
  expect((await subgraph.as({ role: "PUBLIC" }).query(document, asked)).data).toEqual({
    organisation: { contact: null, phone: null },
  });
  expect((await subgraph.as({ role: "SECRETARIAT" }).query(document, asked)).data).toEqual({
    organisation: { contact: "医*", phone: "0563-***0217" },
  });
});

test("a registered unit is announced without personal data, and its contact is kept apart", async () => {
  const before = (await deliveries(subgraph)).length;
  const input = { ...UNIT, uscc: "91341881ＭＡ2te5t28r", contact: "欧阳修远", phone: "13812345678" };
  const { data } = await subgraph.as(ADMIN).query(REGISTER, { input });
  expect(data?.registerOrganisation).toMatchObject({
    organisation: {
      uscc: "91341881MA2TE5T28R",
      usccStatus: "FORMAT_OK",
      shortName: "宁国市测试单位",
      contact: "欧阳*",
      phone: "138****5678",
      area: { name: "城东社区" },
    },
  });
  const announced = (await deliveries(subgraph)).slice(before);
  expect(announced.map(({ subscriber }) => subscriber)).toEqual(["resources", "volunteers", "merchants"]);
  expect(announced[0]?.events[0]).toMatchObject({
    type: "organisation.registered",
    version: 1,
    state: { uscc: "91341881MA2TE5T28R", name: "宁国市测试单位", areaCode: "341881001001" },
  });
  expect(JSON.stringify(announced)).not.toMatch(/欧阳|1381234/);
});

test.each([
  ["USCC_LENGTH", "91350100M000100Y4", null],
  ["USCC_CHARACTER", "9135O100M000100Y43", null],
  ["USCC_SUBJECT_CHECK", "91341881MA2TE5T38R", "6"],
  ["USCC_CHECK", "91350100M000100Y44", "3"],
])("a credit code with the fault %s is refused, and nothing is written", async (code, uscc, expected) => {
  const before = await count(subgraph, "organisation");
  const { data } = await subgraph.as(ADMIN).query(REGISTER, { input: { ...UNIT, uscc, name: "错码单位" } });
  expect(data?.registerOrganisation).toMatchObject({ __typename: "InvalidUscc", code, expected });
  expect(await count(subgraph, "organisation")).toBe(before);
});

test("a unit cannot be registered twice, neither by code nor by name and place", async () => {
  const before = await count(subgraph, "organisation");
  const codeless = { ...UNIT, name: "西津棋友会", kind: "SOCIAL_ORGANISATION" };
  await subgraph.as(ADMIN).query(REGISTER, { input: codeless });
  for (const input of [{ ...UNIT, uscc: HOSPITAL }, codeless, { ...codeless, uscc: "913418810000000270" }]) {
    const { data } = await subgraph.as(ADMIN).query(REGISTER, { input });
    expect(data?.registerOrganisation).toMatchObject({ code: "ORGANISATION_EXISTS" });
  }
  expect(await count(subgraph, "organisation")).toBe(before + 1);
});

test("of several who register the same unit at once, all but one are told that it exists", async () => {
  // Open connections first: while they are being opened the calls would come one after the other.
  await Promise.all(Array.from({ length: 8 }, () => subgraph.appDb.query(`select pg_sleep(0.1)`)));
  for (const round of ["甲", "乙", "丙", "丁", "戊"]) {
    const input = { ...UNIT, name: `同时登记${round}` };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => subgraph.as(ADMIN).query<Registered>(REGISTER, { input })),
    );
    const kinds = answers.map(({ data }) => data?.registerOrganisation.__typename).sort();
    expect(kinds).toEqual([...Array<string>(7).fill("OrganisationExists"), "RegisterOrganisationSuccess"]);
  }
});

test("a unit in an area that is not registered is NOT_FOUND", async () => {
  const { errors } = await subgraph.as(ADMIN).query(REGISTER, { input: { ...UNIT, areaCode: "341881999" } });
  expect(errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND" });
});

test("row security shows a raw contact to the unit itself and its area's secretariat only", async () => {
  const id = await valueOf<string>(subgraph, `select id from organisation where uscc = $1`, [HOSPITAL]);
  const other = await valueOf<string>(subgraph, `select id from organisation where uscc <> $1`, [HOSPITAL]);
  const seen = (role: string, unit = "", area = ""): Promise<number> =>
    subgraph.appDb.transaction(async (tx) => {
      await tx.query(`set local gongjian.role = '${role}'; set local gongjian.unit = '${unit}';
        set local gongjian.area = '${area}'`);
      return (await tx.query<unknown[]>(`select from organisation_contact where organisation_id = $1`, [id]))
        .length;
    });
  expect(await seen("UNIT_CLERK", id)).toBe(1);
  expect(await seen("SECRETARIAT")).toBe(1);
  expect(await seen("SECRETARIAT", "", "341881002")).toBe(1);
  expect(await seen("SECRETARIAT", "", "341881003")).toBe(0);
  expect(await seen("UNIT_HEAD", other)).toBe(0);
  for (const role of ["ADMIN", "PUBLIC", "AUDITOR", "DASHBOARD", "GRID_WORKER"])
    expect(await seen(role)).toBe(0);
  expect(await subgraph.appDb.query(`select * from organisation_contact`)).toEqual([]);
});

test("only a registrar writes contacts, areas and units, whatever the code forgets to check", async () => {
  const id = await valueOf<string>(subgraph, `select id from organisation limit 1`);
  const contacts = JSON.stringify([{ id, contact: "张三", phone: "1" }]);
  await expect(subgraph.appDb.query(`select put_organisation_contacts($1)`, [contacts])).rejects.toThrow(
    "Only registrars",
  );
  await expect(subgraph.appDb.query(`update organisation_contact set phone = '1'`)).rejects.toThrow(
    "permission denied",
  );
  await expect(
    subgraph.appDb.query(
      `insert into area (code, level, name, version) values ('341883', 'COUNTY', '越过服务', 1)`,
    ),
  ).rejects.toThrow("row-level security");
  expect(await subgraph.appDb.query(`update organisation set name = '越过服务' returning id`)).toEqual([
    [],
    0,
  ]);
  expect(await subgraph.appDb.query(`delete from organisation returning id`)).toEqual([[], 0]);
});

const LIST = `query ($filter: OrganisationFilter) {
  organisations(filter: $filter, first: 100) { nodes { id } pageInfo { hasNextPage endCursor } }
}`;

interface Listed {
  readonly organisations: {
    nodes: { id: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

interface Registered {
  readonly registerOrganisation: { __typename: string };
}

async function unitPage(after: string | null): Promise<Listed["organisations"]> {
  const { data } = await subgraph.as({}).query<Listed>(
    `query ($after: String) {
      organisations(first: 11, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
    }`,
    { after },
  );
  if (!data) throw new Error("The page was not answered.");
  return data.organisations;
}
