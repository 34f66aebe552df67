import { workbookOf } from "@gongjian/shared/import/testing/workbook";
import { sample, sampleCity } from "@gongjian/shared/testing/sample-city";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import { merchants } from "../subgraph.ts";
import {
  clear,
  COMMUNITY,
  countOf,
  givenMerchant,
  givenOffer,
  OTHER_COMMUNITY,
  SHOP,
  usccOf,
  waitingEvents,
} from "../testing/given.ts";

const HEADING = "id,uscc,shop_name,trade,road_section,community_code,address,contact,phone,party_member_shop";

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(merchants);
});
beforeEach(async () => {
  await clear(subgraph);
  await subgraph.db.query(`truncate area cascade`);
  await subgraph.deliver(sampleCity());
});
afterAll(() => subgraph.stop());

function upload(
  file: string | Buffer,
  params: Record<string, string> = {},
  viewer: Partial<Viewer> = { role: "SECRETARIAT" },
): ReturnType<ReturnType<TestSubgraph["as"]>["upload"]> {
  return subgraph.as(viewer).upload({ list: "merchants", file, params });
}

test("the sample city's merchants are taken, and sending them again changes nothing", async () => {
  const first = await upload(sample("merchants.csv"));
  expect(first.report.problems).toEqual([]);
  expect(first.report.counts).toMatchObject({ total: 60, new: 60, refused: 0 });
  expect(await countOf(subgraph, "merchant where organisation_id is not null")).toBe(7);
  expect(await countOf(subgraph, "merchant_contact where phone like '0563-5550%'")).toBe(60);

  const second = await upload(sample("merchants.csv"));
  expect(second.report.counts).toMatchObject({ total: 60, new: 0, changed: 0, unchanged: 60 });
  expect(await waitingEvents(subgraph)).toEqual([]);
});

test("a spreadsheet's and a programme's true and false are yes and no", async () => {
  const headings = ["id", "shop_name", "trade", "community_code", "address", "party_member_shop"];
  const shops = [
    ["M1", "甲店", true],
    ["M2", "乙店", false],
  ] as const;
  const lines = shops.map(
    ([id, name, isParty]) => [id, name, "零售", COMMUNITY, "北门路1号", isParty] as const,
  );
  const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  const cell = (value: string | boolean): string =>
    typeof value === "string" ? text(value) : `<c t="b"><v>${Number(value)}</v></c>`;
  const sheetRows = [headings, ...lines].map((cells) => `<row>${cells.map(cell).join("")}</row>`);
  const sheet = `<worksheet><sheetData>${sheetRows.join("")}</sheetData></worksheet>`;
  const json = lines.map((cells) =>
    JSON.stringify(Object.fromEntries(cells.map((c, i) => [headings[i], c]))),
  );
  for (const file of [workbookOf({ sheet }), json.join("\n")]) {
    await clear(subgraph);
    const { report } = await upload(file);
    expect(report.problems).toEqual([]);
    expect(
      await subgraph.db.query(
        `select external_id as id, party_member_shop as party from merchant order by 1`,
      ),
    ).toEqual([
      { id: "M1", party: true },
      { id: "M2", party: false },
    ]);
  }
});

test("the import forms a branch where a Party member runs a shop on the road section, once", async () => {
  await upload(sample("merchants.csv"));
  await upload(sample("merchants.csv"));
  expect(await countOf(subgraph, "road_branch")).toBe(9);
  expect(await countOf(subgraph, "road_branch where road_section = '北门路'")).toBe(0);

  const { data } = await subgraph.as({}).query(`{
    roadBranches(filter: { roadSection: "津河东路" }) {
      nodes { name partyMemberShopCount merchants { nodes { externalId } } }
    }
  }`);
  expect(data).toMatchObject({
    roadBranches: {
      nodes: [
        {
          name: "津河东路功能性党支部",
          partyMemberShopCount: 2,
          merchants: { nodes: ["M0001", "M0002", "M0003", "M0004", "M0005", "M0006"].map(numbered) },
        },
      ],
    },
  });
});

test("M1: of 6,000 rows 40 with a broken credit code are refused by row, code and cause", async () => {
  const broken = new Map<number, string>();
  const lines = Array.from({ length: 6_000 }, (_, i) => {
    const uscc = i % 150 === 7 ? breakCode(usccOf(i), i) : usccOf(i);
    if (uscc !== usccOf(i)) broken.set(i + 2, uscc);
    return `M${i},${uscc},${i}号店,餐饮,津河东路,${COMMUNITY},津河东路${i}号,周店长,0563-5550181,no`;
  });
  expect(broken.size).toBe(40);

  const { report } = await upload([HEADING, ...lines].join("\n"));
  expect(report.counts).toMatchObject({ total: 6_000, new: 5_960, refused: 40 });
  expect(report.problems.map(({ row, value }) => [row, value])).toEqual([...broken]);
  for (const { column, code, message } of report.problems) {
    expect(column).toBe("B");
    expect(code).toMatch(/^USCC_(LENGTH|CHARACTER|CHECK|SUBJECT_CHECK)$/);
    expect(message).toMatch(/^统一社会信用代码.*(应为|不在字符集内)/);
  }
  expect(new Set(report.problems.map(({ code }) => code)).size).toBe(4);
  expect(await countOf(subgraph, "merchant")).toBe(5_960);
});

test("Chinese headings in any order, places by name and 是/否 are understood", async () => {
  const { report } = await upload(
    "序号,门店名称,所属社区,经营地址,经营类别,党员户,店主,联系电话\n1,拐角修鞋摊,城东社区,津河东路60号,家政维修,是,柯师傅,13812345678\n",
  );
  expect(report.problems).toEqual([]);
  const { data } = await subgraph.as({ role: "SECRETARIAT" }).query(`{
    merchants { nodes { shopName area { code } partyMemberShop contact phone uscc } }
  }`);
  expect(data).toEqual({
    merchants: {
      nodes: [
        {
          shopName: "拐角修鞋摊",
          area: { code: COMMUNITY },
          partyMemberShop: true,
          contact: "柯*",
          phone: "138****5678",
          uscc: null,
        },
      ],
    },
  });
});

test("a stall without number and code stays the same stall", async () => {
  const stall = (trade: string): string =>
    `shop_name,trade,community_code,address\n修鞋摊,${trade},${COMMUNITY},路口\n`;
  expect((await upload(stall("家政维修"))).report.counts).toMatchObject({ new: 1 });
  expect((await upload(stall("家政维修"))).report.counts).toMatchObject({ unchanged: 1 });
  expect((await upload(stall("生活服务"))).report.counts).toMatchObject({ changed: 1 });
  expect(await countOf(subgraph, "merchant")).toBe(1);
});

test("what a sheet leaves out, the number and the login, is not taken away", async () => {
  await givenMerchant(subgraph, { externalId: "M1", uscc: usccOf(1), account: "shopkeeper-1" });
  const { report } = await upload(
    `uscc,shop_name,trade,community_code,address\n${usccOf(1)},新店名,餐饮,${COMMUNITY},路口\n`,
  );
  expect(report.counts).toMatchObject({ changed: 1 });
  expect(await subgraph.db.query(`select external_id, subject, shop_name from merchant`)).toEqual([
    { external_id: "M1", subject: "shopkeeper-1", shop_name: "新店名" },
  ]);
});

test("a shop that changes its name tells the match index whose its offers are now", async () => {
  const shop = await givenMerchant(subgraph, { externalId: "M1" });
  await givenOffer(subgraph, shop);
  await upload(`${HEADING}\nM1,,新店名,餐饮,,${COMMUNITY},路口,,,no\n`);
  expect((await waitingEvents(subgraph)).map(({ version, state }) => ({ version, state }))).toMatchObject([
    { version: 1, state: { ownerName: SHOP.shopName } },
    { version: 2, state: { ownerName: "新店名" } },
  ]);
});

test("each row that cannot stand is refused with its cause, and the others are taken", async () => {
  await givenMerchant(subgraph, { externalId: "M1", uscc: usccOf(1) });
  const row = (id: string, uscc: string, area: string, name = id): string =>
    `${id},${uscc},${name},餐饮,津河东路,${area},${id}号,,,no`;
  const { report } = await upload(
    [
      HEADING,
      row("M2", usccOf(1), COMMUNITY),
      row("M3", "", "341881999999"),
      row("M4", "", "341881001"),
      row("M5", "", COMMUNITY, ""),
      row("M6", usccOf(6), COMMUNITY),
      row("M7", usccOf(6), COMMUNITY),
      `M8,,M8,餐饮,,${COMMUNITY},8号,周*,138****5678,也许`,
    ].join("\n"),
  );
  expect(report.problems.map(({ row: number, field, code }) => [number, field, code])).toEqual([
    [2, "uscc", "USCC_TAKEN"],
    [3, "areaCode", "UNKNOWN_AREA"],
    [4, "areaCode", "AREA_TOO_WIDE"],
    [5, "shopName", "REQUIRED"],
    [7, null, "DUPLICATE_ROW"],
    [8, "contact", "MASKED_VALUE"],
    [8, "phone", "MASKED_VALUE"],
    [8, "partyMemberShop", "UNKNOWN_VALUE"],
  ]);
  expect(JSON.stringify(report)).not.toContain("138****5678");
  expect(await subgraph.db.query(`select external_id from merchant order by 1`)).toEqual([
    { external_id: "M1" },
    { external_id: "M6" },
  ]);
});

test("a secretariat takes only shops of its own area, also where the sheet claims another's", async () => {
  await givenMerchant(subgraph, { externalId: "M1", areaCode: OTHER_COMMUNITY });
  const { report } = await upload(
    [
      HEADING,
      `M1,,抢来的店,餐饮,,${COMMUNITY},1号,,,no`,
      `M2,,别处的店,餐饮,,${OTHER_COMMUNITY},2号,,,no`,
      `M3,,自己的店,餐饮,,${COMMUNITY},3号,,,no`,
    ].join("\n"),
    {},
    { role: "SECRETARIAT", areaCode: "341881001" },
  );
  expect(report.problems.map(({ row, code }) => [row, code])).toEqual([
    [2, "OUT_OF_SCOPE"],
    [3, "OUT_OF_SCOPE"],
  ]);
  expect(report.counts).toMatchObject({ new: 1, refused: 2 });
  expect(await countOf(subgraph, `merchant where shop_name = '${SHOP.shopName}'`)).toBe(1);
});

test("a dry run, and a file with a fault where all or nothing is asked, write nothing", async () => {
  const dry = await upload(sample("merchants.csv"), { dryRun: "true" });
  expect(dry.report.counts).toMatchObject({ new: 60 });
  const all = await upload(
    `${HEADING}\nM1,,好店,餐饮,,${COMMUNITY},1号,,,no\nM2,123,坏店,餐饮,,${COMMUNITY},2号,,,no\n`,
    { rows: "all" },
  );
  expect(all.report).toMatchObject({ published: false, counts: { refused: 1 } });
  for (const table of ["merchant", "merchant_contact", "road_branch", "publication"]) {
    expect(await countOf(subgraph, table)).toBe(0);
  }
});

test("the register cannot be replaced as a whole", async () => {
  const { status, report } = await upload(sample("merchants.csv"), { mode: "replace" });
  expect(status).toBe(422);
  expect(report).toMatchObject({ code: "MODE_NOT_SUPPORTED" });
  expect(await countOf(subgraph, "merchant")).toBe(0);
});

function numbered(externalId: string): object {
  return { externalId };
}

/** Breaks a code in one of four ways. */
function breakCode(uscc: string, i: number): string {
  const other = (character: string | undefined): string => (character === "1" ? "2" : "1");
  switch (Math.floor(i / 150) % 4) {
    case 0:
      return uscc.slice(1);
    case 1:
      return `${uscc.slice(0, 4)}S${uscc.slice(5)}`;
    case 2:
      return `${uscc.slice(0, 16)}${other(uscc[16])}${uscc.slice(17)}`;
    default:
      return `${uscc.slice(0, 17)}${other(uscc[17])}`;
  }
}
