import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { merchants } from "../subgraph.ts";
import {
  clear,
  COMMUNITY,
  countOf,
  givenAreas,
  givenMerchant,
  GRID,
  OTHER_COMMUNITY,
} from "../testing/given.ts";

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(merchants);
  await givenAreas(subgraph);
});
beforeEach(() => clear(subgraph));
afterAll(() => subgraph.stop());

const FOUND = `mutation ($input: FoundRoadBranchInput!) {
  foundRoadBranch(input: $input) {
    __typename
    ... on UserError { code message }
    ... on RoadBranchExists { branch { name } }
    ... on FoundRoadBranchSuccess {
      branch { name roadSection partyMemberShopCount area { code } merchants { nodes { externalId } } }
    }
  }
}`;

async function found(input: object): Promise<unknown> {
  const { data, errors } = await subgraph
    .as({ role: "SECRETARIAT" })
    .query<{ foundRoadBranch: unknown }>(FOUND, {
      input: { areaCode: COMMUNITY, roadSection: "津河东路", ...input },
    });
  return data?.foundRoadBranch ?? errors;
}

test("a branch gathers the shops of its road section, those of the community's grids included", async () => {
  await givenMerchant(subgraph, { externalId: "A", partyMemberShop: true });
  await givenMerchant(subgraph, { externalId: "B", areaCode: GRID });
  await givenMerchant(subgraph, { externalId: "C", roadSection: "十字街" });
  await givenMerchant(subgraph, { externalId: "D", areaCode: OTHER_COMMUNITY, partyMemberShop: true });

  expect(await found({})).toEqual({
    __typename: "FoundRoadBranchSuccess",
    branch: {
      name: "津河东路功能性党支部",
      roadSection: "津河东路",
      partyMemberShopCount: 1,
      area: { code: COMMUNITY },
      merchants: { nodes: [{ externalId: "A" }, { externalId: "B" }] },
    },
  });
  const { data } = await subgraph
    .as({})
    .query(`{ merchants { nodes { externalId branch { roadSection } } } }`);
  expect(data).toEqual({
    merchants: {
      nodes: [
        { externalId: "A", branch: { roadSection: "津河东路" } },
        { externalId: "B", branch: { roadSection: "津河东路" } },
        { externalId: "C", branch: null },
        { externalId: "D", branch: null },
      ],
    },
  });
});

test("a road section of a community has one branch, also when two are founded at once", async () => {
  const answers = await Promise.all([found({ name: "甲支部" }), found({ name: "乙支部" })]);
  expect(answers).toContainEqual(
    expect.objectContaining({ __typename: "RoadBranchExists", code: "ROAD_BRANCH_EXISTS" }),
  );
  expect(await countOf(subgraph, "road_branch")).toBe(1);

  expect(await found({ areaCode: OTHER_COMMUNITY })).toMatchObject({ __typename: "FoundRoadBranchSuccess" });
});

test.each(["341881001", GRID, "341881001999"])(
  "%s is no community to found a branch in",
  async (areaCode) => {
    expect(await found({ areaCode })).toMatchObject({
      __typename: "UnknownBranchCommunity",
      code: "UNKNOWN_AREA",
    });
    expect(await countOf(subgraph, "road_branch")).toBe(0);
  },
);

test("branches are found by area and road section, and by their key", async () => {
  await found({});
  await found({ areaCode: OTHER_COMMUNITY, roadSection: "工会路" });

  const { data } = await subgraph.as({}).query(`{
    all: roadBranches { nodes { name } }
    south: roadBranches(filter: { areaCode: "341881002" }) { nodes { name } }
    river: roadBranches(filter: { roadSection: "津河东路" }) { nodes { name } }
  }`);
  const [river, south] = [{ name: "津河东路功能性党支部" }, { name: "工会路功能性党支部" }];
  expect(data).toEqual({
    all: { nodes: [river, south] },
    south: { nodes: [south] },
    river: { nodes: [river] },
  });

  const [branch] = await subgraph.db.query<{ id: string; name: string }[]>(
    `select id, name from road_branch`,
  );
  const byKey = await subgraph.as({}).query(
    `query ($keys: [_Any!]!, $id: ID!) {
      _entities(representations: $keys) { ... on RoadBranch { name } }
      roadBranch(id: $id) { name }
    }`,
    { keys: [{ __typename: "RoadBranch", id: branch?.id }], id: branch?.id },
  );
  expect(byKey.data).toEqual({ _entities: [{ name: branch?.name }], roadBranch: { name: branch?.name } });
});
