import type { Delivery, NewEvent } from "@gongjian/shared/events/outbox";
import { emptyQueue, waitingDeliveries } from "@gongjian/shared/testing/job-queue";
import { areaRegistered, unitRegistered } from "@gongjian/shared/testing/sample-city";
import type { TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { usccFault } from "@gongjian/shared/uscc";

export const COMMUNITY = "341881001001";
export const GRID = "341881001001001";
export const OTHER_COMMUNITY = "341881002001";
export const SHOP_UNIT = "00000000-0000-7000-8000-0000000000a1";
export const OTHER_UNIT = "00000000-0000-7000-8000-0000000000a2";
export const SHOP_USCC = usccOf(1);

/** The county, two streets, a community in each, and a grid: delivered as their owner would. */
export async function givenAreas(subgraph: TestSubgraph): Promise<void> {
  await subgraph.deliver([
    area("341881", null, "COUNTY", "宁国市"),
    area("341881001", "341881", "STREET", "西津街道"),
    area(COMMUNITY, "341881001", "COMMUNITY", "城东社区"),
    area(GRID, COMMUNITY, "GRID", "津河东路网格"),
    area("341881002", "341881", "STREET", "南山街道"),
    area(OTHER_COMMUNITY, "341881002", "COMMUNITY", "工会社区"),
  ]);
}

function area(
  code: string,
  parentCode: string | null,
  level: "COUNTY" | "STREET" | "COMMUNITY" | "GRID",
  name: string,
): NewEvent {
  return areaRegistered({ code, parentCode, level, name });
}

export function unit(
  id: string,
  uscc: string | null,
  { version = 1, name = "百草康大药房" } = {},
): NewEvent<"organisation.registered"> {
  return unitRegistered(
    { id, uscc, name, shortName: name, kind: "ENTERPRISE", areaCode: COMMUNITY },
    version,
  );
}

/** A valid code for each number, made of what the check says it expects. */
export function usccOf(number: number): string {
  const body = `92341881M${String(number).padStart(7, "0")}`;
  const subject = usccFault(`${body}00`);
  const withSubject = subject?.code === "USCC_SUBJECT_CHECK" ? `${body}${subject.expected}` : `${body}0`;
  const check = usccFault(`${withSubject}0`);
  return check?.code === "USCC_CHECK" ? `${withSubject}${check.expected}` : `${withSubject}0`;
}

/** Registers a shop and returns its id. */
export async function givenMerchant(subgraph: TestSubgraph, input: object = {}): Promise<string> {
  const { data } = await subgraph.as({ role: "SECRETARIAT" }).query<{
    registerMerchant: { merchant: { id: string } };
  }>(
    `mutation ($input: RegisterMerchantInput!) {
      registerMerchant(input: $input) { ... on RegisterMerchantSuccess { merchant { id } } }
    }`,
    { input: { ...SHOP, ...input } },
  );
  return data?.registerMerchant.merchant.id ?? "";
}

export const SHOP = {
  shopName: "百草康津河店",
  trade: "医药健康",
  roadSection: "津河东路",
  areaCode: COMMUNITY,
  address: "津河东路43号",
  contact: "周店长",
  phone: "0563-5550181",
};

export const OFFER = {
  title: "代收过期药",
  description: "统一送去销毁",
  category: "L02",
  quantity: 1,
  unitOfMeasure: "项",
  coverageAreaCode: COMMUNITY,
  audience: ["全体居民"],
  validFrom: "2026-09-01",
  validTo: "2027-08-31",
  schedule: "每天 8:00-21:30",
};

/** Publishes an offer of a shop and returns its id. */
export async function givenOffer(
  subgraph: TestSubgraph,
  merchantId: string,
  input: object = {},
): Promise<string> {
  const { data } = await subgraph
    .as({ role: "SECRETARIAT" })
    .query<{ publishOffer: { offer: { id: string } } }>(
      `mutation ($input: PublishOfferInput!) {
      publishOffer(input: $input) { ... on PublishOfferSuccess { offer { id } } }
    }`,
      { input: { ...OFFER, merchantId, ...input } },
    );
  return data?.publishOffer.offer.id ?? "";
}

/** Every supply event that waits for its delivery, oldest first. */
export async function waitingEvents({ jobsUrl }: TestSubgraph): Promise<Delivery["events"]> {
  return (await waitingDeliveries(jobsUrl)).flatMap(({ events }) => events);
}

/** Empties everything but the areas, and the queue. */
export async function clear(subgraph: TestSubgraph): Promise<void> {
  await subgraph.db.query(
    `truncate merchant_offer, road_branch, merchant_contact, merchant, unit, publication cascade`,
  );
  await emptyQueue(subgraph.jobsUrl);
}

export async function countOf(subgraph: TestSubgraph, table: string): Promise<number> {
  const [row] = await subgraph.db.query<{ count: number }[]>(
    `select count(*)::integer as count from ${table}`,
  );
  return row?.count ?? -1;
}
