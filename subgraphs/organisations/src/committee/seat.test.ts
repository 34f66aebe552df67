import { clockOf } from "@gongjian/shared/clock";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { organisations } from "../subgraph.ts";
import { publishSample, valueOf } from "../testing/city.ts";

const SECRETARIAT = { role: "SECRETARIAT", areaCode: "341881001" } as const;
const INVITE = `mutation ($committee: ID!, $unit: ID!) {
  inviteUnit(input: { committeeId: $committee, organisationId: $unit }) {
    __typename
    ... on InviteUnitSuccess { seat { id role state since organisation { id } committee { id } } }
    ... on UserError { code message }
    ... on SeatAlreadyHeld { seat { id state } }
  }
}`;
const APPROVE = `mutation ($seat: ID!) { approveSeat(input: { seatId: $seat }) {
  __typename ... on ApproveSeatSuccess { seat { state since } }
  ... on UserError { code } ... on SeatStateConflict { state }
} }`;
const END = `mutation ($seat: ID!) { endSeat(input: { seatId: $seat }) {
  __typename ... on EndSeatSuccess { seat { state since until } }
  ... on UserError { code } ... on SeatStateConflict { state }
} }`;

let subgraph: TestSubgraph;
let committee: string;
let member: string;
let outsider: string;

beforeAll(async () => {
  // 23:30 in Asia/Shanghai: the day there is not the day in UTC's evening.
  subgraph = await startTestSubgraph(
    organisations,
    clockOf(() => new Date("2026-03-05T16:30:00Z")),
  );
});

afterAll(() => subgraph.stop());

beforeEach(async () => {
  await subgraph.db.query(`truncate area cascade`);
  await publishSample(subgraph);
  committee = await id(`select id from committee where area_code = '341881001001'`);
  member = await id(`select id from organisation where short_name = '津味楼'`);
  outsider = await id(`select id from organisation where short_name = '市文化馆'`);
  const second = await id(`select id from organisation where short_name = '市图书馆'`);
  for (const unit of [outsider, second]) {
    const { seat } = await invite(unit);
    await subgraph.as(SECRETARIAT).query(APPROVE, { seat: seat?.id });
  }
  outsider = await id(`select id from organisation where short_name = '市科技馆'`);
});

test("a unit with a serving seat is not invited again: SEAT_ALREADY_HELD, and the count stays 9", async () => {
  expect(await seatCount()).toBe(9);
  const answer = await invite(member);
  expect(answer).toMatchObject({ __typename: "SeatAlreadyHeld", code: "SEAT_ALREADY_HELD" });
  expect(answer.message).toMatch(/席位/);
  expect(await seatCount()).toBe(9);
});

test("a seat goes from invited to serving to ended, and the unit can then be invited anew", async () => {
  const { seat } = await invite(outsider);
  expect(seat).toMatchObject({
    role: "MEMBER",
    state: "INVITED",
    since: null,
    organisation: { id: outsider },
    committee: { id: committee },
  });
  expect(await invite(outsider)).toMatchObject({ code: "SEAT_ALREADY_HELD", seat: { state: "INVITED" } });
  expect(await mutate(APPROVE, seat?.id)).toMatchObject({ seat: { state: "SERVING", since: "2026-03-06" } });
  expect(await mutate(END, seat?.id)).toMatchObject({ seat: { state: "ENDED", until: "2026-03-06" } });
  expect((await invite(outsider)).__typename).toBe("InviteUnitSuccess");
});

test("an invitation can be withdrawn", async () => {
  const { seat } = await invite(outsider);
  expect(await mutate(END, seat?.id)).toMatchObject({ seat: { state: "ENDED", since: null } });
});

test("what does not fit a seat's state is refused with SEAT_STATE and changes nothing", async () => {
  const seat = await id(`select id from seat where organisation_id = '${member}'`);
  expect(await mutate(APPROVE, seat)).toMatchObject({ code: "SEAT_STATE_CONFLICT", state: "SERVING" });
  await mutate(END, seat);
  expect(await mutate(END, seat)).toMatchObject({ code: "SEAT_STATE_CONFLICT", state: "ENDED" });
  expect(await mutate(APPROVE, seat)).toMatchObject({ code: "SEAT_STATE_CONFLICT", state: "ENDED" });
  expect(await valueOf(subgraph, `select state from seat where id = $1`, [seat])).toBe("ENDED");
});

test("of simultaneous invitations of one unit exactly one succeeds", async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => invite(outsider)));
  const codes = answers.map(({ __typename }) => __typename).sort();
  expect(codes).toEqual(["InviteUnitSuccess", ...Array<string>(9).fill("SeatAlreadyHeld")]);
  expect(await seatCount()).toBe(10);
});

test("of simultaneous approval and withdrawal no seat is left half decided", async () => {
  const { seat } = await invite(outsider);
  await Promise.all([mutate(APPROVE, seat?.id), mutate(END, seat?.id), mutate(END, seat?.id)]);
  expect(await valueOf(subgraph, `select state from seat where id = $1`, [seat?.id])).toBe("ENDED");
});

test("ended seats are shown only when asked for", async () => {
  await mutate(END, await id(`select id from seat where organisation_id = '${member}'`));
  const shown = async (includeEnded: boolean): Promise<number | undefined> => {
    const { data } = await subgraph
      .as({})
      .query<{ committee: { seats: { nodes: unknown[] } } }>(
        `query ($id: ID!, $ended: Boolean!) { committee(id: $id) { seats(includeEnded: $ended) { nodes { id } } } }`,
        { id: committee, ended: includeEnded },
      );
    return data?.committee.seats.nodes.length;
  };
  expect([await shown(false), await shown(true)]).toEqual([8, 9]);
});

test("a committee, unit or seat that does not exist is NOT_FOUND", async () => {
  const missing = "01890000-0000-7000-8000-000000000000";
  const calls = [
    subgraph.as(SECRETARIAT).query(INVITE, { committee: missing, unit: member }),
    subgraph.as(SECRETARIAT).query(INVITE, { committee, unit: missing }),
    subgraph.as(SECRETARIAT).query(INVITE, { committee: "x", unit: member }),
    subgraph.as(SECRETARIAT).query(APPROVE, { seat: missing }),
    subgraph.as(SECRETARIAT).query(END, { seat: "x" }),
  ];
  for (const { errors } of await Promise.all(calls)) {
    expect(errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND" });
  }
});

test("the database itself refuses a second open seat and a second lead", async () => {
  const insert = (unit: string, role: string): Promise<unknown> =>
    subgraph.db.query(
      `insert into seat (id, committee_id, organisation_id, role, state) values (gen_random_uuid(), $1, $2, $3, 'INVITED')`,
      [committee, unit, role],
    );
  await expect(insert(member, "MEMBER")).rejects.toThrow("seat_open_key");
  await expect(insert(outsider, "LEAD")).rejects.toThrow("seat_open_lead_key");
});

test("row security lets no other area's secretariat write a seat, whatever the code forgets", async () => {
  const write = (role: string, area: string): Promise<unknown> =>
    subgraph.appDb.transaction(async (tx) => {
      await tx.query(`set local gongjian.role = '${role}'; set local gongjian.area = '${area}'`);
      return tx.query<unknown>(
        `insert into seat (id, committee_id, organisation_id, role, state)
         values (gen_random_uuid(), $1, $2, 'MEMBER', 'INVITED')`,
        [committee, outsider],
      );
    });
  await expect(write("SECRETARIAT", "341881002")).rejects.toThrow("row-level security");
  await expect(write("UNIT_HEAD", "")).rejects.toThrow("row-level security");
  await expect(write("SECRETARIAT", "341881001")).resolves.toBeDefined();
});

interface Answer {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly seat?: { id: string; state: string };
}

async function invite(unit: string): Promise<Answer> {
  const { data } = await subgraph.as(SECRETARIAT).query<{ inviteUnit: Answer }>(INVITE, { committee, unit });
  if (!data) throw new Error("The invitation was not answered.");
  return data.inviteUnit;
}

async function mutate(document: string, seat: string | undefined): Promise<unknown> {
  const { data } = await subgraph.as(SECRETARIAT).query(document, { seat });
  return Object.values(data ?? {})[0];
}

function seatCount(): Promise<number | undefined> {
  return valueOf(
    subgraph,
    `select count(*)::integer from seat where committee_id = $1 and state <> 'ENDED'`,
    [committee],
  );
}

async function id(sql: string): Promise<string> {
  const found = await valueOf<string>(subgraph, sql);
  if (found === undefined) throw new Error(`Nothing found: ${sql}`);
  return found;
}
