import { clockOf } from "@gongjian/shared/clock";
import type { TestCaller } from "@gongjian/shared/testing/subgraph";
import { startCity, type City } from "../testing/city.ts";
import { giveNotices } from "./give-notices.ts";

const OWNER = "康禾医院";
let city: City;
let now = new Date("2026-09-03T09:00:00+08:00");
const clock = clockOf(() => now);

beforeAll(async () => {
  city = await startCity(clock);
});
beforeEach(async () => {
  at("2026-09-03");
  await city.clerkOf(OWNER).upload({
    list: "resources",
    file:
      "编号,资源名称,数量,服务范围,起始日期,截止日期\n" +
      "R1,轮椅外借,80,全市,2026-09-01,2026-09-30\nR2,会议室,1,全市,2026-09-01,2027-12-31\nR3,停车位,5,全市,,\n",
  });
  await city.clerkOf(OWNER).upload({
    list: "needs",
    file: "编号,需求名称,地点,开始时间,结束时间\nN1,修路灯,本社区,2026-09-01,2026-09-30\n",
  });
});
afterEach(() => city.clear());
afterAll(() => city.stop());

/** Sets the clock to a moment of a day in the city. */
function at(day: string, time = "03:00"): void {
  now = new Date(`${day}T${time}:00+08:00`);
}

interface Notices {
  listingNoticeCount: number;
  listingNotices: { nodes: { id: string; kind: string; dueOn: string; message: string }[] };
}

async function noticesOf(caller: TestCaller = city.clerkOf(OWNER)): Promise<Notices> {
  const { data, errors } = await caller.query<Notices>(
    `query ($unit: ID!) { listingNoticeCount(unitId: $unit)
       listingNotices(unitId: $unit) { nodes { id kind dueOn message } } }`,
    { unit: city.unit(OWNER) },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  expect(data.listingNotices.nodes).toHaveLength(data.listingNoticeCount);
  return data;
}

async function shown(): Promise<string[]> {
  return (await noticesOf()).listingNotices.nodes.map(({ kind, message }) => `${kind} ${message}`).sort();
}

const give = (): Promise<void> => giveNotices({ db: city.appDb, clock });

async function given(): Promise<number> {
  const [row] = await city.db.query<{ n: number }[]>("select count(*)::integer as n from listing_notice");
  return row?.n ?? 0;
}

describe("before a line ends", () => {
  test("its unit is told 7 days ahead, not 8, and once more on the day before", async () => {
    at("2026-09-22", "23:59");
    await give();
    expect(await shown()).toEqual([]);
    at("2026-09-23", "00:00");
    await give();
    expect(await shown()).toEqual([
      "EXPIRES_IN_7_DAYS 资源“轮椅外借”还有 7 天到期（2026-09-30），还能提供的请改有效期再报。",
      "EXPIRES_IN_7_DAYS 需求“修路灯”还有 7 天到期（2026-09-30），还需要的请改时间再报。",
    ]);
    at("2026-09-29");
    await give();
    expect(await shown()).toEqual([
      "EXPIRES_IN_1_DAY 资源“轮椅外借”还有 1 天到期（2026-09-30），还能提供的请改有效期再报。",
      "EXPIRES_IN_1_DAY 需求“修路灯”还有 1 天到期（2026-09-30），还需要的请改时间再报。",
    ]);
  });

  test("nobody is told twice, whether the job runs an hour early, an hour late, or twice at once", async () => {
    for (const time of ["02:00", "03:00", "04:00"]) {
      at("2026-09-23", time);
      await Promise.all([give(), give(), give()]);
    }
    expect(await given()).toBe(2);
  });

  test("what was missed while nothing ran is made up for", async () => {
    at("2026-09-22");
    await give();
    at("2026-09-30");
    await give();
    expect(await given()).toBe(4);
    expect((await noticesOf()).listingNotices.nodes.map(({ kind }) => kind)).toEqual([
      "EXPIRES_IN_1_DAY",
      "EXPIRES_IN_1_DAY",
    ]);
    at("2026-10-05");
    expect(await shown()).toContain(
      "EXPIRES_IN_1_DAY 资源“轮椅外借”已于 2026-09-30 到期，还能提供的请改有效期再报。",
    );
  });
});

describe("notices", () => {
  test("a line that was over when it was published, or taken back, is not told of", async () => {
    await city.clerkOf(OWNER).upload({
      list: "resources",
      file: "编号,资源名称,服务范围,截止日期\nR9,旧物,全市,2026-08-31\n",
    });
    await city.db.query("update resource set state = 'WITHDRAWN' where external_id = 'R1'");
    at("2026-09-23");
    await give();
    expect((await shown()).join()).not.toMatch(/旧物|轮椅/);
  });

  test("a line that gets a later end is no longer told of, until that end comes", async () => {
    at("2026-09-23");
    await give();
    await city.clerkOf(OWNER).upload({
      list: "resources",
      file: "编号,资源名称,数量,服务范围,起始日期,截止日期\nR1,轮椅外借,80,全市,2026-09-01,2026-10-31\n",
    });
    expect((await shown()).join()).not.toContain("轮椅");
    at("2026-10-24");
    await give();
    expect((await shown()).join()).toContain("轮椅外借”还有 7 天到期（2026-10-31）");
  });

  test("a notice that was put away stays away", async () => {
    at("2026-09-23");
    await give();
    const [first] = (await noticesOf()).listingNotices.nodes;
    const dismiss = (caller: TestCaller): ReturnType<TestCaller["query"]> =>
      caller.query(
        `mutation ($id: ID!) { dismissListingNotice(input: { noticeId: $id }) {
        ... on DismissListingNoticeSuccess { notice { id } } } }`,
        { id: first?.id },
      );
    expect((await dismiss(city.clerkOf("启工职校"))).errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND" });
    expect((await noticesOf()).listingNoticeCount).toBe(2);
    for (let i = 0; i < 2; i += 1) {
      expect((await dismiss(city.clerkOf(OWNER))).data).toEqual({
        dismissListingNotice: { notice: { id: first?.id } },
      });
    }
    await give();
    expect((await noticesOf()).listingNoticeCount).toBe(1);
  });
});

const freshness = async (number: string): Promise<unknown> => {
  const { data } = await city.as({ role: "PUBLIC" }).query<{
    resources: { nodes: { freshness: object; version: number }[] };
  }>(
    `query ($number: String) { resources(filter: { externalId: $number }) {
         nodes { version freshness { confirmedOn dueOn state value } } } }`,
    { number },
  );
  return data?.resources.nodes[0];
};
const confirm = (input: string, caller = city.clerkOf(OWNER)): ReturnType<TestCaller["query"]> =>
  caller.query(`mutation { confirmListings(input: { ${input} }) {
      ... on ConfirmListingsSuccess { resources needs skipped } ... on UserError { code } } }`);

describe("a line that nobody confirms", () => {
  test("is due after half a year, or after a year where it has no end; one that ends before is not", async () => {
    expect(await freshness("R1")).toMatchObject({ freshness: { dueOn: null, state: "FRESH", value: 1 } });
    expect(await freshness("R2")).toMatchObject({ freshness: { dueOn: "2027-03-05", state: "FRESH" } });
    expect(await freshness("R3")).toMatchObject({ freshness: { dueOn: "2027-09-03" } });
    at("2027-02-26");
    expect(await freshness("R2")).toMatchObject({ freshness: { state: "DUE" } });
    at("2027-03-05");
    expect(await freshness("R2")).toMatchObject({ freshness: { state: "DUE" } });
    at("2027-03-06");
    expect(await freshness("R2")).toMatchObject({ freshness: { state: "STALE" } });
  });

  test("weighs less in matching day by day, and its unit sees how much", async () => {
    at("2026-12-02");
    const { freshness: seen } = (await freshness("R3")) as { freshness: { value: number } };
    expect(seen.value).toBeCloseTo(Math.exp(-1), 12);
  });

  test("is told of, and one tap makes all of the unit fresh without a new version", async () => {
    at("2027-02-26");
    await give();
    expect((await shown()).filter((line) => line.startsWith("CONFIRMATION"))).toEqual([
      "CONFIRMATION_DUE 资源“会议室”请在 2027-03-05 前确认还有没有效，一键即可。",
    ]);
    const { data } = await confirm(`unitId: "${city.unit(OWNER)}", idempotencyKey: "一"`);
    expect(data).toEqual({ confirmListings: { resources: 2, needs: 0, skipped: [] } });
    expect(await freshness("R2")).toEqual({
      version: 1,
      freshness: { confirmedOn: "2027-02-26", dueOn: "2027-08-28", state: "FRESH", value: 1 },
    });
    expect(await city.db.query("select confirmed_on from supply where title = '会议室'")).toEqual([
      { confirmed_on: "2027-02-26" },
    ]);
    expect((await shown()).filter((line) => line.startsWith("CONFIRMATION"))).toEqual([]);
  });
});

describe("confirming", () => {
  test("single lines are confirmed by id; what is over or taken back is named, and needs count too", async () => {
    const rows = await city.db.query<{ id: string }[]>(
      "select id from resource union all select id from need order by 1",
    );
    at("2026-10-15");
    const ids = JSON.stringify(rows.map(({ id }) => id));
    const { data } = await confirm(`ids: ${ids}, idempotencyKey: "一"`);
    const [over, need] = await city.db.query<{ id: string }[]>(
      "select id from resource where external_id = 'R1' union all select id from need",
    );
    expect(data).toEqual({
      confirmListings: {
        resources: 2,
        needs: 0,
        skipped: expect.arrayContaining([over?.id, need?.id]) as object,
      },
    });
    at("2026-09-20");
    await confirm(`ids: ["${need?.id ?? ""}"], idempotencyKey: "二"`);
    const { data: seen } = await city
      .as({ role: "PUBLIC" })
      .query(`{ needs { nodes { version freshness { confirmedOn } } } }`);
    expect(seen).toEqual({ needs: { nodes: [{ version: 1, freshness: { confirmedOn: "2026-09-20" } }] } });
  });

  test("is for those alone who may publish the lines, and a key serves one request", async () => {
    const unit = city.unit(OWNER);
    at("2026-10-15");
    const foreign = await confirm(`unitId: "${unit}", idempotencyKey: "一"`, city.clerkOf("启工职校"));
    expect(foreign.errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
    expect(await freshness("R2")).toMatchObject({ freshness: { confirmedOn: "2026-09-03" } });
    const both = await confirm(`idempotencyKey: "一"`);
    expect(both.errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
    await confirm(`unitId: "${unit}", idempotencyKey: "一"`);
    const [row] = await city.db.query<{ id: string }[]>("select id from resource limit 1");
    const { data } = await confirm(`ids: ["${row?.id ?? ""}"], idempotencyKey: "一"`);
    expect(data).toEqual({ confirmListings: { code: "IDEMPOTENCY_CONFLICT" } });
  });
});
