import { sample, sampleCity } from "@gongjian/shared/testing/sample-city";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import { merchants } from "../subgraph.ts";
import {
  clear,
  COMMUNITY,
  countOf,
  givenMerchant,
  OTHER_COMMUNITY,
  waitingEvents,
} from "../testing/given.ts";

const HEADING =
  "id,merchant_id,category,title,description,quantity,unit_of_measure,coverage_area_code,audience,valid_from,valid_to,schedule,eligibility";

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(merchants);
  await subgraph.deliver(sampleCity());
});
beforeEach(() => clear(subgraph));
afterAll(() => subgraph.stop());

type Uploading = ReturnType<ReturnType<TestSubgraph["as"]>["upload"]>;

function upload(
  file: string | Buffer,
  params: Record<string, string> = {},
  viewer: Partial<Viewer> = { role: "SECRETARIAT" },
): Uploading {
  return subgraph.as(viewer).upload({ list: "offers", file, params });
}

function row(id: string, merchant: string, title = id, eligibility = "NONE"): string {
  return `${id},${merchant},L01,${title},,1,项,${COMMUNITY},全体居民,2026-09-01,2027-08-31,每天,${eligibility}`;
}

test("the sample's offers are taken and announced once; sending them again announces nothing", async () => {
  await subgraph.as({ role: "SECRETARIAT" }).upload({ list: "merchants", file: sample("merchants.csv") });
  const first = await upload(sample("offers.csv"));
  expect(first.report.problems).toEqual([]);
  expect(first.report.counts).toMatchObject({ total: 80, new: 80, refused: 0 });

  const events = await waitingEvents(subgraph);
  expect(events).toHaveLength(80);
  expect(events.filter(({ state }) => "cost" in state && state.cost === "DISCOUNT")).toHaveLength(30);
  expect(events.filter(({ state }) => "eligibility" in state && state.eligibility !== null)).toHaveLength(26);

  const second = await upload(sample("offers.csv"));
  expect(second.report.counts).toMatchObject({ unchanged: 80, new: 0, changed: 0 });
  expect(await waitingEvents(subgraph)).toHaveLength(80);

  const { data } = await subgraph.as({}).query(`{
    merchantOffers(filter: { externalId: "O0002" }) {
      nodes { title quantity audience schedule category { code } eligibility { kind threshold } merchant { externalId } }
    }
  }`);
  expect(data).toEqual({
    merchantOffers: {
      nodes: [
        {
          title: "志愿者创可贴棉签半价",
          quantity: 2,
          audience: ["志愿者"],
          schedule: "每天 8:00-21:30",
          category: { code: "L01" },
          eligibility: { kind: "HOURS", threshold: 300 },
          merchant: { externalId: "M0001" },
        },
      ],
    },
  });
});

test("only what changed is announced again, with the next version", async () => {
  await givenMerchant(subgraph, { externalId: "M1" });
  await upload([HEADING, row("O1", "M1"), row("O2", "M1")].join("\n"));
  await upload([HEADING, row("O1", "M1"), row("O2", "M1", "改了")].join("\n"));

  const events = await waitingEvents(subgraph);
  expect(events.map(({ version, state }) => [version, "title" in state && state.title])).toEqual([
    [1, "O1"],
    [1, "O2"],
    [2, "改了"],
  ]);
});

test("with mode=replace a file is all that the shops it names offer; other shops are left alone", async () => {
  await givenMerchant(subgraph, { externalId: "M1" });
  await givenMerchant(subgraph, { externalId: "M2", address: "别处" });
  await upload([HEADING, row("O1", "M1"), row("O2", "M1"), row("O3", "M2")].join("\n"));

  const { report } = await upload([HEADING, row("O1", "M1")].join("\n"), { mode: "replace" });
  expect(report.counts).toMatchObject({ unchanged: 1, withdrawn: 1 });
  expect(await subgraph.db.query(`select external_id, state from merchant_offer order by 1`)).toEqual([
    { external_id: "O1", state: "PUBLISHED" },
    { external_id: "O2", state: "WITHDRAWN" },
    { external_id: "O3", state: "PUBLISHED" },
  ]);
  expect((await waitingEvents(subgraph)).at(-1)).toMatchObject({
    version: 2,
    state: { externalId: "O2", state: "WITHDRAWN" },
  });

  const again = await upload([HEADING, row("O2", "M1")].join("\n"));
  expect(again.report.counts).toMatchObject({ changed: 1 });
  expect(await countOf(subgraph, "merchant_offer where state = 'WITHDRAWN'")).toBe(0);
});

test("each row that cannot stand is refused with its cause; doubtful categories are taken with a notice", async () => {
  await givenMerchant(subgraph, { externalId: "M1" });
  const { report } = await upload(
    [
      HEADING,
      row("O1", "M9"),
      row("O2", "M1").replace(COMMUNITY, "341881999"),
      row("O3", "M1").replace("2027-08-31", "2025-08-31"),
      row("O4", "M1", "条件怪", "POINTS>=3"),
      row("O5", "M1").replace("L01", "量子力学"),
      row("O6", "M1").replace("L01", "L"),
      row("O7", "M1", ""),
      row("O8", "M1").replace(COMMUNITY, "城东社区"),
      row("O8", "M1", "又一条"),
    ].join("\n"),
  );
  expect(
    report.problems.map((problem) => [problem.row, problem.field, problem.severity, problem.code]),
  ).toEqual([
    [2, "merchantId", "REFUSED", "UNKNOWN_MERCHANT"],
    [3, "coverageAreaCode", "REFUSED", "UNKNOWN_AREA"],
    [4, "validTo", "REFUSED", "PERIOD_REVERSED"],
    [5, "eligibility", "REFUSED", "ELIGIBILITY_INVALID"],
    [6, "category", "CORRECTED", "UNKNOWN_CATEGORY"],
    [7, "category", "CORRECTED", "CATEGORY_TOO_BROAD"],
    [8, "title", "REFUSED", "REQUIRED"],
    [10, null, "REFUSED", "DUPLICATE_ROW"],
  ]);
  expect(await subgraph.db.query(`select external_id, category from merchant_offer order by 1`)).toEqual([
    { external_id: "O5", category: null },
    { external_id: "O6", category: "L" },
    { external_id: "O8", category: "L01" },
  ]);
  expect(await waitingEvents(subgraph)).toHaveLength(3);
});

test("a shopkeeper's file publishes for the own shop only", async () => {
  await givenMerchant(subgraph, { externalId: "M1", account: "shopkeeper-1" });
  await givenMerchant(subgraph, { externalId: "M2", address: "别处", areaCode: OTHER_COMMUNITY });
  const { report } = await upload(
    [HEADING, row("O1", "M1"), row("O2", "M2")].join("\n"),
    {},
    {
      role: "MERCHANT",
      subject: "shopkeeper-1",
    },
  );
  expect(report.counts).toMatchObject({ new: 1, refused: 1 });
  expect(report.problems).toMatchObject([{ row: 3, code: "OUT_OF_SCOPE" }]);
  expect(await countOf(subgraph, "merchant_offer")).toBe(1);
});

test("a dry run announces and writes nothing", async () => {
  await givenMerchant(subgraph, { externalId: "M1" });
  const { report } = await upload([HEADING, row("O1", "M1")].join("\n"), { dryRun: "true" });
  expect(report.counts).toMatchObject({ new: 1 });
  expect(await countOf(subgraph, "merchant_offer")).toBe(0);
  expect(await waitingEvents(subgraph)).toEqual([]);
});
