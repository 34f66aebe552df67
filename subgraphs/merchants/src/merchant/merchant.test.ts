import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import {
  clear,
  COMMUNITY,
  countOf,
  givenAreas,
  givenMerchant,
  givenOffer,
  GRID,
  OTHER_COMMUNITY,
  SHOP,
  SHOP_UNIT,
  SHOP_USCC,
  unit,
  usccOf,
  waitingEvents,
} from "../testing/given.ts";
import { merchants } from "../subgraph.ts";

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(merchants);
  await givenAreas(subgraph);
});
beforeEach(() => clear(subgraph));
afterAll(() => subgraph.stop());

const REGISTER = `mutation ($input: RegisterMerchantInput!) {
  registerMerchant(input: $input) {
    __typename
    ... on UserError { code message }
    ... on MerchantExists { merchant { shopName } }
    ... on RegisterMerchantSuccess {
      merchant { uscc shopName contact phone area { code } organisation { id } branch { id } }
    }
  }
}`;

interface Registered {
  registerMerchant: {
    __typename: string;
    code?: string;
    message?: string;
    merchant?: Record<string, unknown>;
  };
}

async function register(input: object): Promise<Registered["registerMerchant"]> {
  const { data, errors } = await subgraph
    .as({ role: "SECRETARIAT", areaCode: "341881001" })
    .query<Registered>(REGISTER, { input: { ...SHOP, ...input } });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.registerMerchant;
}

test("the secretariat registers a shop, whose contact is shown masked", async () => {
  expect(await register({ uscc: ` ${SHOP_USCC.toLowerCase()} `, areaCode: GRID })).toEqual({
    __typename: "RegisterMerchantSuccess",
    merchant: {
      uscc: SHOP_USCC,
      shopName: SHOP.shopName,
      contact: "周*",
      phone: "0563-***0181",
      area: { code: GRID },
      organisation: null,
      branch: null,
    },
  });
});

test("a code with a wrong check character is refused by its fault, and nothing is written", async () => {
  const wrong = `${SHOP_USCC.slice(0, 17)}${SHOP_USCC.endsWith("0") ? "1" : "0"}`;
  expect(await register({ uscc: wrong })).toMatchObject({
    __typename: "InvalidMerchantUscc",
    code: "USCC_CHECK",
    message: expect.stringContaining(`应为 ${SHOP_USCC.slice(17)}`) as string,
  });
  expect(await register({ uscc: SHOP_USCC.slice(1) })).toMatchObject({ code: "USCC_LENGTH" });
  expect(await countOf(subgraph, "merchant")).toBe(0);
});

test.each([
  ["the same credit code", { uscc: SHOP_USCC }],
  ["the same number", { externalId: "M1" }],
  ["the same name at the same place, without code or number", {}],
])("a shop is registered once: %s", async (_, identity) => {
  await register(identity);
  expect(await register({ ...identity, trade: "餐饮" })).toMatchObject({
    __typename: "MerchantExists",
    code: "MERCHANT_EXISTS",
    merchant: { shopName: SHOP.shopName },
  });
  expect(await countOf(subgraph, "merchant")).toBe(1);
  expect(await countOf(subgraph, "merchant_contact")).toBe(1);
});

test("of many who register the same shop at once one succeeds", async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => register({ uscc: SHOP_USCC })));
  expect(answers.filter(({ __typename }) => __typename === "RegisterMerchantSuccess")).toHaveLength(1);
  expect(await countOf(subgraph, "merchant")).toBe(1);
});

test.each(["341881001999", "341881001"])("a door is in a known community, not in %s", async (areaCode) => {
  expect(await register({ areaCode })).toMatchObject({
    __typename: "UnknownMerchantArea",
    code: "UNKNOWN_AREA",
  });
  expect(await countOf(subgraph, "merchant")).toBe(0);
});

test("texts that cannot be stored are refused as input", async () => {
  for (const input of [{ shopName: "" }, { shopName: "　 " }, { phone: "138****5678" }]) {
    const { errors } = await subgraph
      .as({ role: "SECRETARIAT" })
      .query(REGISTER, { input: { ...SHOP, ...input } });
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  }
  expect(await countOf(subgraph, "merchant")).toBe(0);
});

test("the public sees a shop without its contact, and nobody reads raw contacts of another area", async () => {
  const id = await givenMerchant(subgraph);
  const { data } = await subgraph
    .as({ role: "PUBLIC" })
    .query(`query ($id: ID!) { merchant(id: $id) { shopName contact phone } }`, { id });
  expect(data).toEqual({ merchant: { shopName: SHOP.shopName, contact: null, phone: null } });

  const contactsSeenBy = (areaCode: string, role: "SECRETARIAT" | "MERCHANT"): Promise<object[]> =>
    asViewer(subgraph.appDb, { role, areaCode, unitId: null, subject: "x" }, (tx) =>
      tx.query(`select contact, phone from merchant_contact`),
    );
  expect(await contactsSeenBy(COMMUNITY, "SECRETARIAT")).toEqual([
    { contact: SHOP.contact, phone: SHOP.phone },
  ]);
  expect(await contactsSeenBy(OTHER_COMMUNITY, "SECRETARIAT")).toEqual([]);
  expect(await contactsSeenBy(COMMUNITY, "MERCHANT")).toEqual([]);
  expect(await subgraph.appDb.query(`select from merchant_contact`)).toEqual([]);
});

test("a shop and the member unit with its code find each other, whichever comes first", async () => {
  const organisationOf = async (id: string): Promise<unknown> => {
    const { data } = await subgraph
      .as({})
      .query<{ merchant: { organisation: unknown } }>(
        `query ($id: ID!) { merchant(id: $id) { organisation { id } } }`,
        { id },
      );
    return data?.merchant.organisation;
  };
  const shop = await givenMerchant(subgraph, { uscc: SHOP_USCC });
  await givenOffer(subgraph, shop);
  await subgraph.deliver([unit(SHOP_UNIT, SHOP_USCC)]);
  expect(await organisationOf(shop)).toEqual({ id: SHOP_UNIT });

  const announced = (await waitingEvents(subgraph)).map(({ version, state }) => ({ version, state }));
  expect(announced).toMatchObject([
    { version: 1, state: { ownerUnitId: null } },
    { version: 2, state: { ownerUnitId: SHOP_UNIT } },
  ]);

  await subgraph.deliver([unit(SHOP_UNIT, SHOP_USCC, { version: 2, name: "新名" })]);
  expect(await waitingEvents(subgraph)).toHaveLength(2);

  await subgraph.deliver([unit(SHOP_UNIT, usccOf(7), { version: 3 })]);
  expect(await organisationOf(shop)).toBeNull();
  const late = await givenMerchant(subgraph, { uscc: usccOf(7), address: "津河东路45号" });
  expect(await organisationOf(late)).toEqual({ id: SHOP_UNIT });
});

test("the register is searched by area, road, trade, text and Party membership, page by page", async () => {
  await givenMerchant(subgraph, { externalId: "A", partyMemberShop: true });
  await givenMerchant(subgraph, {
    externalId: "B",
    areaCode: GRID,
    roadSection: "十字街",
    shopName: "Tea 楼",
  });
  await givenMerchant(subgraph, { externalId: "C", areaCode: OTHER_COMMUNITY, trade: "餐饮" });

  const found = async (filter: object): Promise<string[]> => {
    const { data } = await subgraph
      .as({})
      .query<{ merchants: { nodes: { externalId: string }[] } }>(
        `query ($filter: MerchantFilter) { merchants(filter: $filter) { nodes { externalId } } }`,
        { filter },
      );
    return data?.merchants.nodes.map(({ externalId }) => externalId) ?? [];
  };
  expect(await found({})).toEqual(["A", "B", "C"]);
  expect(await found({ areaCode: "341881001" })).toEqual(["A", "B"]);
  expect(await found({ roadSection: "十字街" })).toEqual(["B"]);
  expect(await found({ trade: "餐饮" })).toEqual(["C"]);
  expect(await found({ text: "tea" })).toEqual(["B"]);
  expect(await found({ text: "%" })).toEqual([]);
  expect(await found({ partyMemberShop: true })).toEqual(["A"]);
  expect(await found({ partyMemberShop: false })).toEqual(["B", "C"]);

  const page = async (after?: string): Promise<[string[], string | null]> => {
    const { data } = await subgraph.as({}).query<{
      merchants: { nodes: { externalId: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
    }>(
      `query ($after: String) {
        merchants(first: 2, after: $after) { nodes { externalId } pageInfo { endCursor hasNextPage } }
      }`,
      { after },
    );
    const { nodes = [], pageInfo } = data?.merchants ?? {};
    return [nodes.map((node) => node.externalId), pageInfo?.hasNextPage ? pageInfo.endCursor : null];
  };
  const [first, cursor] = await page();
  expect(first).toEqual(["A", "B"]);
  expect(await page(cursor ?? "")).toEqual([["C"], null]);

  const { errors } = await subgraph.as({}).query(`{ merchants(after: "bm8") { nodes { id } } }`);
  expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
});

test("areas and units of other subgraphs list their shops, with as many statements for many as for one", async () => {
  await subgraph.deliver([unit(SHOP_UNIT, SHOP_USCC)]);
  await givenMerchant(subgraph, { uscc: SHOP_USCC, externalId: "A" });
  await givenMerchant(subgraph, { externalId: "B", areaCode: OTHER_COMMUNITY });

  const statements = jest.spyOn(subgraph.appDb, "query");
  const { data } = await subgraph.as({}).query(
    `query ($keys: [_Any!]!) {
      _entities(representations: $keys) {
        ... on Area { code merchants(first: 1) { nodes { externalId offers { nodes { id } } } pageInfo { hasNextPage } } }
        ... on Organisation { shops: merchants { externalId } }
      }
    }`,
    {
      keys: [
        ...["341881", OTHER_COMMUNITY, GRID].map((code) => ({ __typename: "Area", code })),
        { __typename: "Organisation", id: SHOP_UNIT },
        { __typename: "Organisation", id: "no-uuid" },
      ],
    },
  );
  const shops = (externalId: string, hasNextPage: boolean): object => ({
    nodes: [{ externalId, offers: { nodes: [] } }],
    pageInfo: { hasNextPage },
  });
  expect(data).toEqual({
    _entities: [
      { code: "341881", merchants: shops("A", true) },
      { code: OTHER_COMMUNITY, merchants: shops("B", false) },
      { code: GRID, merchants: { nodes: [], pageInfo: { hasNextPage: false } } },
      { shops: [{ externalId: "A" }] },
      { shops: [] },
    ],
  });
  expect(statements).toHaveBeenCalledTimes(3);
  statements.mockRestore();
});

test("the shops of an area are read page by page", async () => {
  for (const externalId of ["A", "B", "C"]) await givenMerchant(subgraph, { externalId });
  const page = async (after: string | null): Promise<Page> => {
    const { data } = await subgraph.as({}).query<{ _entities: [{ merchants: Page }] }>(
      `query ($keys: [_Any!]!, $after: String) {
        _entities(representations: $keys) {
          ... on Area { merchants(first: 2, after: $after) { nodes { externalId } pageInfo { endCursor hasNextPage } } }
        }
      }`,
      { keys: [{ __typename: "Area", code: "341881001" }], after },
    );
    if (!data) throw new Error("no answer");
    return data._entities[0].merchants;
  };
  const first = await page(null);
  expect(first).toMatchObject({ nodes: [{ externalId: "A" }, { externalId: "B" }] });
  expect(await page(first.pageInfo.endCursor)).toMatchObject({
    nodes: [{ externalId: "C" }],
    pageInfo: { hasNextPage: false },
  });
});

interface Page {
  readonly nodes: readonly { readonly externalId: string }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

test("a key that is no id of ours is nobody", async () => {
  const { data, errors } = await subgraph.as({}).query(`{ merchant(id: "x'y") { id } }`);
  expect(errors).toBeUndefined();
  expect(data).toEqual({ merchant: null });
});
