import type { EventEnvelope } from "@gongjian/shared/contracts/events";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import { merchants } from "../subgraph.ts";
import {
  clear,
  COMMUNITY,
  countOf,
  givenAreas,
  givenMerchant,
  givenOffer,
  OFFER,
  OTHER_COMMUNITY,
  SHOP,
  SHOP_UNIT,
  SHOP_USCC,
  unit,
  waitingEvents,
} from "../testing/given.ts";

let subgraph: TestSubgraph;
let shop: string;

beforeAll(async () => {
  subgraph = await startTestSubgraph(merchants);
  await givenAreas(subgraph);
});
beforeEach(async () => {
  await clear(subgraph);
  await subgraph.deliver([unit(SHOP_UNIT, SHOP_USCC)]);
  shop = await givenMerchant(subgraph, { uscc: SHOP_USCC, account: "shopkeeper-1" });
});
afterAll(() => subgraph.stop());

const PUBLISH = `mutation ($input: PublishOfferInput!) {
  publishOffer(input: $input) {
    __typename
    ... on UserError { code message }
    ... on PublishOfferSuccess {
      offer {
        id title quantity unitOfMeasure audience validFrom validTo schedule state
        merchant { shopName } category { code } coverageArea { code } eligibility { kind threshold }
      }
    }
  }
}`;
const WITHDRAW = `mutation ($input: WithdrawOfferInput!) {
  withdrawOffer(input: $input) {
    __typename
    ... on UserError { code }
    ... on WithdrawOfferSuccess { offer { state } }
  }
}`;

async function ask(viewer: Partial<Viewer>, document: string, input: object): Promise<unknown> {
  const { data, errors } = await subgraph.as(viewer).query(document, { input });
  return data ? Object.values(data)[0] : errors?.[0]?.extensions;
}

function publish(input: object = {}, viewer: Partial<Viewer> = { role: "SECRETARIAT" }): Promise<unknown> {
  return ask(viewer, PUBLISH, { ...OFFER, merchantId: shop, ...input });
}

function withdraw(offerId: string, viewer: Partial<Viewer> = { role: "SECRETARIAT" }): Promise<unknown> {
  return ask(viewer, WITHDRAW, { offerId });
}

async function announced(): Promise<EventEnvelope<"supply.changed">[]> {
  return (await waitingEvents(subgraph)) as EventEnvelope<"supply.changed">[];
}

test("an offer is published with its condition, and the match index is told in the same transaction", async () => {
  const answer = await publish({
    externalId: "O1",
    title: "球拍穿线对折",
    category: "消费折扣",
    eligibility: { kind: "HOURS", threshold: 600 },
  });
  expect(answer).toMatchObject({
    __typename: "PublishOfferSuccess",
    offer: {
      title: "球拍穿线对折",
      quantity: 1,
      validTo: "2027-08-31",
      state: "PUBLISHED",
      merchant: { shopName: SHOP.shopName },
      category: { code: "L01" },
      coverageArea: { code: COMMUNITY },
      eligibility: { kind: "HOURS", threshold: 600 },
    },
  });
  const { id } = (answer as { offer: { id: string } }).offer;
  expect(await announced()).toMatchObject([
    {
      type: "supply.changed",
      aggregate: id,
      version: 1,
      state: {
        id,
        externalId: "O1",
        kind: "MERCHANT_OFFER",
        ownerUnitId: SHOP_UNIT,
        ownerName: SHOP.shopName,
        category: "L01",
        quantity: 1,
        coverageAreaCode: COMMUNITY,
        validFrom: "2026-09-01",
        cost: "DISCOUNT",
        eligibility: "HOURS>=600",
        state: "PUBLISHED",
      },
    },
  ]);
});

test("what is no discount is free, and without a condition everyone may come", async () => {
  expect(await publish({ category: null })).toMatchObject({
    offer: { category: null, eligibility: { kind: "NONE", threshold: null } },
  });
  expect(await announced()).toMatchObject([{ state: { cost: "FREE", eligibility: null, category: null } }]);
});

test("a withdrawn offer leaves the shop window, is announced, and can be published again", async () => {
  const id = await givenOffer(subgraph, shop, { externalId: "O1" });
  expect(await withdraw(id)).toEqual({ __typename: "WithdrawOfferSuccess", offer: { state: "WITHDRAWN" } });
  expect(await withdraw(id)).toEqual({
    __typename: "OfferAlreadyWithdrawn",
    code: "ALREADY_WITHDRAWN",
  });
  expect(await publish({ externalId: "O1", title: "又来了" })).toMatchObject({
    offer: { id, title: "又来了" },
  });
  expect((await announced()).map(({ version, state }) => [version, state.state])).toEqual([
    [1, "PUBLISHED"],
    [2, "WITHDRAWN"],
    [3, "PUBLISHED"],
  ]);
});

test.each([
  ["the same number", { externalId: "O1" }],
  ["the same title and first day, without a number", {}],
])("an offer stands once: %s", async (_, identity) => {
  await givenOffer(subgraph, shop, identity);
  expect(await publish({ ...identity, description: "别的" })).toMatchObject({
    __typename: "OfferExists",
    code: "OFFER_EXISTS",
  });
  expect(await countOf(subgraph, "merchant_offer")).toBe(1);
  expect(await announced()).toHaveLength(1);
});

test.each([
  [{ coverageAreaCode: "341881999" }, { __typename: "UnknownCoverageArea", code: "UNKNOWN_AREA" }],
  [{ category: "量子力学" }, { __typename: "UnknownOfferCategory", code: "UNKNOWN_CATEGORY" }],
  [{ validFrom: "2027-09-01" }, { code: "BAD_USER_INPUT" }],
  [{ validFrom: "2027-02-30" }, { code: "BAD_USER_INPUT" }],
  [{ eligibility: { kind: "STARS" } }, { code: "BAD_USER_INPUT" }],
  [{ eligibility: { kind: "STARS", threshold: 0 } }, { code: "BAD_USER_INPUT" }],
  [{ eligibility: { kind: "NONE", threshold: 3 } }, { code: "BAD_USER_INPUT" }],
  [{ quantity: -1 }, { code: "BAD_USER_INPUT" }],
  [{ merchantId: "00000000-0000-7000-8000-00000000dead" }, { code: "NOT_FOUND" }],
  [{ merchantId: "nobody" }, { code: "BAD_USER_INPUT" }],
])("%j is refused, and nothing is written or announced", async (input, refusal) => {
  expect(await publish(input)).toMatchObject(refusal);
  expect(await countOf(subgraph, "merchant_offer")).toBe(0);
  expect(await announced()).toEqual([]);
});

test("a shopkeeper publishes for the own shop by login or as its member unit, and for no other", async () => {
  const other = await givenMerchant(subgraph, { address: "津河东路45号", account: "shopkeeper-2" });
  const byLogin = { role: "MERCHANT", subject: "shopkeeper-1" } as const;
  const byUnit = { role: "MERCHANT", subject: "somebody", unitId: SHOP_UNIT } as const;

  expect(await publish({ externalId: "1" }, byLogin)).toMatchObject({ __typename: "PublishOfferSuccess" });
  expect(await publish({ externalId: "2" }, byUnit)).toMatchObject({ __typename: "PublishOfferSuccess" });
  for (const viewer of [byLogin, byUnit]) {
    expect(await publish({ externalId: "3", merchantId: other }, viewer)).toEqual({ code: "FORBIDDEN" });
  }
  const theirs = await givenOffer(subgraph, other);
  expect(await withdraw(theirs, byLogin)).toEqual({ code: "FORBIDDEN" });
  expect(await countOf(subgraph, "merchant_offer where state = 'PUBLISHED'")).toBe(3);
});

test("of two who withdraw at once one succeeds, and it is announced once", async () => {
  const id = await givenOffer(subgraph, shop);
  const answers = await Promise.all([withdraw(id), withdraw(id)]);
  expect(answers).toContainEqual({ __typename: "OfferAlreadyWithdrawn", code: "ALREADY_WITHDRAWN" });
  expect(await announced()).toHaveLength(2);
});

test("offers are searched by shop, area, category, day, text and state", async () => {
  const far = await givenMerchant(subgraph, { areaCode: OTHER_COMMUNITY, shopName: "远方书店" });
  await givenOffer(subgraph, shop, { externalId: "A", validFrom: null, validTo: "2026-12-31" });
  await givenOffer(subgraph, shop, { externalId: "B", category: "L01", validTo: null });
  await givenOffer(subgraph, far, { externalId: "C", category: null });
  await withdraw(await givenOffer(subgraph, far, { externalId: "D" }));

  const found = async (filter: object): Promise<string[]> => {
    const { data } = await subgraph
      .as({})
      .query<{ merchantOffers: { nodes: { externalId: string }[] } }>(
        `query ($filter: MerchantOfferFilter) { merchantOffers(filter: $filter) { nodes { externalId } } }`,
        { filter },
      );
    return data?.merchantOffers.nodes.map(({ externalId }) => externalId) ?? [];
  };
  expect(await found({})).toEqual(["A", "B", "C"]);
  expect(await found({ merchantId: far })).toEqual(["C"]);
  expect(await found({ areaCode: "341881001" })).toEqual(["A", "B"]);
  expect(await found({ category: "L" })).toEqual(["A", "B"]);
  expect(await found({ category: "L01" })).toEqual(["B"]);
  expect(await found({ openOn: "2026-08-01" })).toEqual(["A"]);
  expect(await found({ openOn: "2027-12-31" })).toEqual(["B"]);
  expect(await found({ text: "书店" })).toEqual(["C"]);
  expect(await found({ state: "WITHDRAWN" })).toEqual(["D"]);
});

test("twenty shops with their offers cost as many statements as one", async () => {
  for (let i = 0; i < 20; i += 1) {
    const id = await givenMerchant(subgraph, { externalId: `S${i}`, address: `${i}号` });
    await givenOffer(subgraph, id);
  }
  const statements = jest.spyOn(subgraph.appDb, "query");
  const { data } = await subgraph.as({}).query<{ merchants: { nodes: object[] } }>(`{
    merchants(first: 20) { nodes {
      branch { partyMemberShopCount }
      offers(first: 3) { nodes { title merchant { shopName } } }
    } }
  }`);
  expect(data?.merchants.nodes).toHaveLength(20);
  expect(statements.mock.calls.length).toBeLessThanOrEqual(4);
  statements.mockRestore();
});
