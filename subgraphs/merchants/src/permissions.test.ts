import type { Operation } from "@gongjian/shared/contracts/permissions";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { viewersAt } from "@gongjian/shared/testing/viewers";
import { may, type Viewer } from "@gongjian/shared/viewer";
import { merchants } from "./subgraph.ts";
import {
  clear,
  COMMUNITY,
  countOf,
  givenAreas,
  givenMerchant,
  givenOffer,
  OFFER,
  OTHER_COMMUNITY,
  OTHER_UNIT,
  SHOP,
  SHOP_UNIT,
  SHOP_USCC,
  unit,
} from "./testing/given.ts";

const KEEPER = "shopkeeper-1";

let subgraph: TestSubgraph;
let shop: string;

beforeAll(async () => {
  subgraph = await startTestSubgraph(merchants);
  await givenAreas(subgraph);
});
beforeEach(async () => {
  await clear(subgraph);
  await subgraph.deliver([unit(SHOP_UNIT, SHOP_USCC), unit(OTHER_UNIT, null)]);
  shop = await givenMerchant(subgraph, { externalId: "M1", uscc: SHOP_USCC, account: KEEPER });
});
afterAll(() => subgraph.stop());

/** The shop's own, a foreign one, the city; as its keeper or not. */
const VIEWERS = viewersAt({
  unitIds: [SHOP_UNIT, OTHER_UNIT],
  areaCodes: ["341881001", OTHER_COMMUNITY],
  subjects: [KEEPER, "somebody"],
});

function mayDo(viewer: Viewer, operation: Operation): boolean {
  const isOwnUnit = viewer.role === "MERCHANT" && viewer.unitId === SHOP_UNIT;
  const target = { areaCode: COMMUNITY, unitId: SHOP_UNIT, subject: isOwnUnit ? viewer.subject : KEEPER };
  return may(viewer, operation, target);
}

interface Attempt {
  readonly operation: Operation;
  readonly table: string;
  /** Whether the attempt was let through; the number makes each attempt a new thing. */
  run(viewer: Viewer, number: number): Promise<boolean>;
}

async function mutate(viewer: Viewer, document: string, input: object): Promise<boolean> {
  const { data, errors } = await subgraph.as(viewer).query(document, { input });
  if (!data) expect(errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  return Boolean(data);
}

async function send(viewer: Viewer, list: "merchants" | "offers", file: string): Promise<boolean> {
  const { status, report } = await subgraph.as(viewer).upload({ list, file });
  if (status !== 200) {
    expect(status).toBe(403);
    return false;
  }
  if (report.counts.refused > 0) expect(report.problems[0]?.code).toBe("OUT_OF_SCOPE");
  return report.counts.new === 1;
}

const ATTEMPTS: Record<string, Attempt> = {
  registerMerchant: {
    operation: "merchant.register",
    table: "merchant",
    run: (viewer, number) =>
      mutate(
        viewer,
        `mutation ($input: RegisterMerchantInput!) { registerMerchant(input: $input) { __typename } }`,
        { ...SHOP, address: `${number}号` },
      ),
  },
  "upload of merchants": {
    operation: "merchant.register",
    table: "merchant",
    run: (viewer, number) =>
      send(viewer, "merchants", `shop_name,trade,community_code,address\n店,餐饮,${COMMUNITY},${number}号\n`),
  },
  foundRoadBranch: {
    operation: "roadBranch.manage",
    table: "road_branch",
    run: (viewer, number) =>
      mutate(
        viewer,
        `mutation ($input: FoundRoadBranchInput!) { foundRoadBranch(input: $input) { __typename } }`,
        { areaCode: COMMUNITY, roadSection: `${number}路` },
      ),
  },
  publishOffer: {
    operation: "offer.publish",
    table: "merchant_offer",
    run: (viewer, number) =>
      mutate(viewer, `mutation ($input: PublishOfferInput!) { publishOffer(input: $input) { __typename } }`, {
        ...OFFER,
        merchantId: shop,
        externalId: `${number}`,
      }),
  },
  "upload of offers": {
    operation: "offer.publish",
    table: "merchant_offer",
    run: (viewer, number) =>
      send(viewer, "offers", `id,merchant_id,title,coverage_area_code\nO${number},M1,优惠,${COMMUNITY}\n`),
  },
};

test.each(Object.keys(ATTEMPTS))(
  "%s is for those whom the role table names, and for their scope",
  async (name) => {
    const attempt = ATTEMPTS[name];
    if (!attempt) throw new Error(name);
    let written = await countOf(subgraph, attempt.table);
    for (const [number, viewer] of VIEWERS.entries()) {
      const isAllowed = mayDo(viewer, attempt.operation);
      expect({ viewer, done: await attempt.run(viewer, number) }).toEqual({ viewer, done: isAllowed });
      written += isAllowed ? 1 : 0;
      expect({ viewer, written: await countOf(subgraph, attempt.table) }).toEqual({ viewer, written });
    }
  },
);

test("withdrawOffer is for those whom the role table names, and for their scope", async () => {
  for (const [number, viewer] of VIEWERS.entries()) {
    const offerId = await givenOffer(subgraph, shop, { externalId: `W${number}` });
    const done = await mutate(
      viewer,
      `mutation ($input: WithdrawOfferInput!) { withdrawOffer(input: $input) { __typename } }`,
      { offerId },
    );
    const isAllowed = mayDo(viewer, "offer.publish");
    expect({ viewer, done }).toEqual({ viewer, done: isAllowed });
    const gone = await countOf(subgraph, `merchant_offer where id = '${offerId}' and state = 'WITHDRAWN'`);
    expect({ viewer, gone }).toEqual({ viewer, gone: isAllowed ? 1 : 0 });
  }
});

test("masked contacts are for those whom the role table names", async () => {
  for (const viewer of VIEWERS) {
    const { data } = await subgraph
      .as(viewer)
      .query<{ merchant: { phone: string | null } }>(`query ($id: ID!) { merchant(id: $id) { phone } }`, {
        id: shop,
      });
    const phone = may(viewer, "contact.readMasked") ? "0563-***0181" : null;
    expect({ viewer, phone: data?.merchant.phone }).toEqual({ viewer, phone });
  }
});

test("behind the services row security lets nobody else write", async () => {
  const offer = await givenOffer(subgraph, shop);
  const statements: [Operation, string][] = [
    ["merchant.register", `update merchant set trade = 'x' where id = '${shop}'`],
    ["merchant.register", `update merchant_contact set phone = 'x' where merchant_id = '${shop}'`],
    ["offer.publish", `update merchant_offer set title = 'x' where id = '${offer}'`],
  ];
  for (const viewer of VIEWERS) {
    for (const [operation, sql] of statements) {
      const [, changed] = await asViewer(subgraph.appDb, viewer, (tx) => tx.query<[object[], number]>(sql));
      expect({ viewer, sql, changed }).toEqual({ viewer, sql, changed: mayDo(viewer, operation) ? 1 : 0 });
    }
  }
  const inserts = [
    `insert into road_branch values (gen_random_uuid(), 'x', 'x', '${COMMUNITY}')`,
    `insert into merchant_contact values ('${shop}', 'x', 'x') on conflict do nothing`,
  ];
  for (const sql of inserts) {
    const write = asViewer(
      subgraph.appDb,
      { role: "SECRETARIAT", subject: "x", unitId: null, areaCode: OTHER_COMMUNITY },
      (tx) => tx.query(sql),
    );
    await expect(write).rejects.toThrow(/row-level security/);
  }
});
