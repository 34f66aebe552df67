import { clockOf } from "@gongjian/shared/clock";
import { newId } from "@gongjian/shared/id";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import { organisations } from "../subgraph.ts";
import { count, publishSample, statementsOf } from "../testing/city.ts";
import { committeeOf, open, published, runDaily, SECRETARIAT, seatedUnits } from "./testing/round.ts";

let now = new Date("2026-06-10T02:00:00Z");
const clock = clockOf(() => now);
let subgraph: TestSubgraph;
let committee: string;
let unit: string;
let other: string;
let round: string;

beforeAll(async () => {
  subgraph = await startTestSubgraph(organisations, clock);
  await publishSample(subgraph);
  committee = await committeeOf(subgraph);
  [unit, other] = (await seatedUnits(subgraph, committee)) as [string, string];
});

afterAll(() => subgraph.stop());

beforeEach(async () => {
  now = new Date("2026-06-10T02:00:00Z");
  await subgraph.db.query(`truncate filing_round, list_publication, request_key cascade`);
  round = (await open(subgraph, { committeeId: committee, unitIds: [unit, other] })).round.id;
});

const MINE = `query ($state: FilingState) { myFilings(state: $state) { nodes {
  list state roundName dueOn daysLeft committee { name } unit { id }
  reminders { nodes { id lists origin sentAt acknowledgedAt } }
} } }`;

interface Mine {
  readonly myFilings: {
    nodes: { list: string; state: string; reminders: { nodes: { id: string; acknowledgedAt: string }[] } }[];
  };
}

test("a unit sees what it still owes, and the reminder that it got", async () => {
  await published(subgraph, [unit], "resources", "2026-06-09T02:00:00Z");
  await remind();
  expect(await mine({ unitId: unit }, "SILENT")).toEqual([
    {
      list: "NEEDS",
      state: "SILENT",
      roundName: "2026-H1",
      dueOn: "2026-06-30",
      daysLeft: 20,
      committee: { name: "城东社区大党委" },
      unit: { id: unit },
      reminders: {
        nodes: [
          {
            id: expect.any(String) as string,
            lists: ["NEEDS"],
            origin: "MANUAL",
            sentAt: now.toISOString(),
            acknowledgedAt: null,
          },
        ],
      },
    },
  ]);
  const all = await mine({ unitId: unit });
  expect(all.map(({ list, state, reminders }) => [list, state, reminders.nodes.length])).toEqual([
    ["RESOURCES", "FILED", 0],
    ["NEEDS", "SILENT", 1],
  ]);
});

test("a unit is reminded at most once a day in a round; the answer says who was skipped", async () => {
  expect(await remind([unit])).toEqual({ remindedCount: 1, remindedBeforeCount: 0, notSilentCount: 0 });
  expect(await remind()).toEqual({ remindedCount: 1, remindedBeforeCount: 1, notSilentCount: 0 });
  now = new Date("2026-06-10T16:00:00Z");
  for (const list of ["resources", "needs"] as const) {
    await published(subgraph, [other], list, "2026-06-10T15:00:00Z");
  }
  expect(await remind([unit, other])).toEqual({
    remindedCount: 1,
    remindedBeforeCount: 0,
    notSilentCount: 1,
  });
  const { data } = await subgraph
    .as(SECRETARIAT)
    .query(
      `query ($id: ID!) { filingRound(id: $id) { silentUnits { nodes { remindersCount lastRemindedOn } } } }`,
      { id: round },
    );
  expect(data?.filingRound).toEqual({
    silentUnits: { nodes: [{ remindersCount: 2, lastRemindedOn: "2026-06-11" }] },
  });
});

test("a repeated request gets the first answer and sends nothing", async () => {
  const key = newId();
  const first = await remind(null, key);
  now = new Date("2026-06-12T02:00:00Z");
  expect(await remind(null, key)).toEqual(first);
  expect(await count(subgraph, "filing_reminder")).toBe(2);
  expect(await remind([unit], key)).toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });
});

test("a closed round reminds nobody", async () => {
  await subgraph.db.query(`update filing_round set closed_at = now()`);
  expect(await remind()).toMatchObject({ code: "FILING_ROUND_CLOSED" });
  now = new Date("2026-06-29T02:00:00Z");
  await runDaily(subgraph, clock);
  expect(await count(subgraph, "filing_reminder")).toBe(0);
});

test("silent units are reminded 7 days and 1 day before the due date, however often the job runs", async () => {
  const sent: Record<string, number> = {};
  for (const day of ["22", "23", "23", "24", "28", "29", "29", "30"]) {
    now = new Date(`2026-06-${day}T02:00:00Z`);
    if (day === "28") {
      for (const list of ["resources", "needs"] as const) {
        await published(subgraph, [other], list, "2026-06-27T02:00:00Z");
      }
    }
    const before = await count(subgraph, "filing_reminder");
    await runDaily(subgraph, clock);
    sent[day] = (sent[day] ?? 0) + (await count(subgraph, "filing_reminder")) - before;
  }
  now = new Date("2026-07-01T02:00:00Z");
  await runDaily(subgraph, clock);
  expect(sent).toEqual({ "22": 0, "23": 2, "24": 0, "28": 0, "29": 1, "30": 0 });
  expect(await count(subgraph, "filing_reminder")).toBe(3);
});

test("a day on which the job did not run is made up for", async () => {
  now = new Date("2026-06-25T02:00:00Z");
  await runDaily(subgraph, clock);
  expect(await count(subgraph, "filing_reminder")).toBe(2);
});

test("a round that has not begun reminds nobody, and the keys of old requests are forgotten", async () => {
  await subgraph.db.query(`truncate filing_round cascade`);
  await open(subgraph, { committeeId: committee, opensOn: "2026-06-28" });
  now = new Date("2026-06-24T02:00:00Z");
  await runDaily(subgraph, clock);
  expect(await count(subgraph, "filing_reminder")).toBe(0);
  expect(await count(subgraph, "request_key")).toBe(2);
  now = new Date("2026-07-11T02:00:00Z");
  await runDaily(subgraph, clock);
  expect(await count(subgraph, "request_key")).toBe(0);
});

test("a unit acknowledges its own reminder, once; another unit's does not exist for it", async () => {
  await remind();
  const [filing] = await mine({ unitId: unit });
  const id = filing?.reminders.nodes[0]?.id ?? "";
  expect(await acknowledge(id, { unitId: other })).toBe("NOT_FOUND");
  expect(await acknowledge(id, { unitId: unit })).toBe("2026-06-10T02:00:00.000Z");
  now = new Date("2026-06-11T02:00:00Z");
  expect(await acknowledge(id, { unitId: unit, role: "UNIT_HEAD" })).toBe("2026-06-10T02:00:00.000Z");
  expect((await mine({ unitId: unit }))[0]?.reminders.nodes[0]?.acknowledgedAt).toBe(
    "2026-06-10T02:00:00.000Z",
  );
});

test("a unit's filings are shown to itself and its committee, and hidden from others", async () => {
  const document = `query ($id: ID!) { organisation(id: $id) { filings { nodes { list } } } }`;
  const seen = async (viewer: Partial<Viewer>): Promise<unknown> =>
    ((await subgraph.as(viewer).query(document, { id: unit })).data?.organisation as { filings: unknown })
      .filings;
  const shown = { nodes: [{ list: "RESOURCES" }, { list: "NEEDS" }] };
  expect(await seen({ role: "UNIT_CLERK", unitId: unit })).toEqual(shown);
  expect(await seen(SECRETARIAT)).toEqual(shown);
  for (const viewer of [
    { role: "UNIT_CLERK", unitId: other },
    { role: "SECRETARIAT", areaCode: "341881006" },
    { role: "PUBLIC" },
    { role: "DASHBOARD" },
  ] as const) {
    expect(await seen(viewer)).toBeNull();
  }
});

test("the filings of a unit with their reminders take two statements", async () => {
  await remind();
  const document = `{ myFilings { nodes { list reminders { nodes { id } } } } }`;
  const viewer = { role: "UNIT_CLERK", unitId: unit } as const;
  expect(await statementsOf(subgraph, () => subgraph.as(viewer).query(document))).toHaveLength(2);
});

test("whoever stands for no unit has no filings of their own", async () => {
  const { errors } = await subgraph.as(SECRETARIAT).query(MINE);
  expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
});

test("row security hides other units' duties and reminders, and lets a unit write its acknowledgement only", async () => {
  await remind();
  const as = <Result>(role: string, scope: { unit?: string; area?: string }, sql: string): Promise<Result> =>
    subgraph.appDb.transaction(async (tx) => {
      await tx.query(`set local gongjian.role = '${role}'; set local gongjian.unit = '${scope.unit ?? ""}';
        set local gongjian.area = '${scope.area ?? ""}'`);
      return tx.query<Result>(sql);
    });
  const sees = async (role: string, scope: { unit?: string; area?: string }): Promise<number[]> => [
    (await as<unknown[]>(role, scope, `select from list_filing`)).length,
    (await as<unknown[]>(role, scope, `select from filing_reminder`)).length,
  ];
  expect(await sees("UNIT_CLERK", { unit })).toEqual([2, 1]);
  expect(await sees("SECRETARIAT", { area: "341881001" })).toEqual([4, 2]);
  expect(await sees("SECRETARIAT", { area: "341881006" })).toEqual([0, 0]);
  for (const role of ["PUBLIC", "VOLUNTEER", "GRID_WORKER"]) expect(await sees(role, {})).toEqual([0, 0]);

  const acknowledgement = `update filing_reminder set acknowledged_by = 'x', acknowledged_at = now() returning id`;
  expect(await as<[unknown[]]>("UNIT_CLERK", { unit }, acknowledgement)).toMatchObject({ 1: 1 });
  expect(await as("SECRETARIAT", {}, acknowledgement)).toEqual([[], 0]);
  const forbidden = `update filing_reminder set lists = '{}'`;
  await expect(as("UNIT_CLERK", { unit }, forbidden)).rejects.toThrow("permission denied");
  await expect(as("UNIT_CLERK", { unit }, `delete from filing_reminder`)).rejects.toThrow(
    "permission denied",
  );
  for (const [role, scope] of [
    ["UNIT_HEAD", { unit }],
    ["SECRETARIAT", { area: "341881006" }],
  ] as const) {
    const remindOther = `insert into filing_reminder (id, round_id, organisation_id, lists, day, origin, sent_by, sent_at)
      values (gen_random_uuid(), '${round}', '${other}', '{needs}', '2026-01-01', 'MANUAL', 'x', now())`;
    await expect(as(role, scope, remindOther)).rejects.toThrow("row-level security");
    expect(await as(role, scope, `update filing_round set name = '改' returning id`)).toEqual([[], 0]);
  }
  await expect(
    as(
      "SECRETARIAT",
      {},
      `insert into list_publication values (gen_random_uuid(), '${unit}', 'needs', now())`,
    ),
  ).rejects.toThrow("row-level security");
});

async function remind(unitIds: string[] | null = null, idempotencyKey = newId()): Promise<unknown> {
  const { data } = await subgraph.as(SECRETARIAT).query(
    `mutation ($input: RemindUnitsInput!) { remindUnits(input: $input) {
      ... on RemindUnitsSuccess { remindedCount remindedBeforeCount notSilentCount }
      ... on UserError { code }
    } }`,
    { input: { roundId: round, unitIds, idempotencyKey } },
  );
  return data?.remindUnits;
}

async function mine(
  viewer: Partial<Viewer>,
  state: string | null = null,
): Promise<Mine["myFilings"]["nodes"]> {
  const { data } = await subgraph.as({ role: "UNIT_CLERK", ...viewer }).query<Mine>(MINE, { state });
  return data?.myFilings.nodes ?? [];
}

async function acknowledge(id: string, viewer: Partial<Viewer>): Promise<string> {
  const { data, errors } = await subgraph.as({ role: "UNIT_CLERK", ...viewer }).query<{
    acknowledgeReminder: { reminder: { acknowledgedAt: string } };
  }>(`mutation ($id: ID!) { acknowledgeReminder(input: { id: $id }) { reminder { acknowledgedAt } } }`, { id });
  return data?.acknowledgeReminder.reminder.acknowledgedAt ?? (errors?.[0]?.extensions.code as string);
}
