import type { Operation } from "@gongjian/shared/contracts/permissions";
import { newId } from "@gongjian/shared/id";
import { startTestSubgraph, type TestCaller, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { viewersAt } from "@gongjian/shared/testing/viewers";
import { may, type Target, type Viewer } from "@gongjian/shared/viewer";
import { organisations } from "./subgraph.ts";
import { publishSample, valueOf } from "./testing/city.ts";

const AREA = "341881001001";
const OTHER_AREA = "341881006";

/** One thing a caller can do, with what it touches. */
interface Call {
  readonly name: string;
  readonly operation: Operation;
  /** Arranges what the call needs and gives the call. */
  readonly prepare: () => Promise<(caller: TestCaller) => Promise<string>>;
  /** Row security hides the object, so a refusal says that it does not exist. */
  readonly hidden?: true;
}

let subgraph: TestSubgraph;
let unit: string;
let otherUnit: string;
let committee: string;
let target: Target;
let next = 0;

beforeAll(async () => {
  subgraph = await startTestSubgraph(organisations);
  await publishSample(subgraph);
  unit = await id(`select id from organisation where area_code = '${AREA}' order by id limit 1`);
  otherUnit = await id(`select id from organisation where starts_with(area_code, '${OTHER_AREA}') limit 1`);
  committee = await id(`select id from committee where area_code = '${AREA}'`);
  target = { unitId: unit, areaCode: AREA };
});

afterAll(() => subgraph.stop());

const CALLS: readonly Call[] = [
  read("organisation", () => `{ organisation(id: "${unit}") { id } }`),
  read("organisations", () => `{ organisations { nodes { id } } }`),
  read("area", () => `{ area(code: "${AREA}") { code } areas { nodes { code } } }`),
  read("committees", () => `{ committee(id: "${committee}") { id } committees { nodes { id } } }`),
  {
    name: "registerArea",
    operation: "area.register",
    prepare: () =>
      mutation(
        `registerArea(input: { code: "${code()}", parentCode: "341881", level: STREET, name: "新街道" })`,
      ),
  },
  {
    name: "registerOrganisation",
    operation: "organisation.register",
    prepare: () =>
      mutation(`registerOrganisation(input: { name: "单位${code()}", kind: SCHOOL, areaCode: "${AREA}" })`),
  },
  {
    name: "upload of areas",
    operation: "area.register",
    prepare: () => upload("areas", `code,parent_code,level,name\n${code()},341881,STREET,新街道`),
  },
  {
    name: "upload of units",
    operation: "committee.form",
    prepare: () => upload("units", `name,kind,community_code\n单位${code()},SCHOOL,${AREA}`),
  },
  {
    name: "inviteUnit",
    operation: "seat.manage",
    prepare: async () =>
      mutation(`inviteUnit(input: { committeeId: "${committee}", organisationId: "${await newUnit()}" })`),
  },
  {
    name: "approveSeat",
    operation: "seat.manage",
    prepare: async () => mutation(`approveSeat(input: { seatId: "${await newSeat()}" })`),
  },
  {
    name: "endSeat",
    operation: "seat.manage",
    prepare: async () => mutation(`endSeat(input: { seatId: "${await newSeat()}" })`),
  },
  {
    name: "createApiKey",
    operation: "apiKey.manage",
    prepare: () => mutation(`createApiKey(input: { unitId: "${unit}", label: "钥" })`),
  },
  {
    name: "revokeApiKey",
    operation: "apiKey.manage",
    prepare: async () => mutation(`revokeApiKey(input: { id: "${await newKey()}" })`),
    hidden: true,
  },
  {
    name: "rotateApiKey",
    operation: "apiKey.manage",
    prepare: async () => mutation(`rotateApiKey(input: { id: "${await newKey()}" })`),
    hidden: true,
  },
  {
    name: "openFilingRound",
    operation: "filingRound.manage",
    prepare: () =>
      mutation(`openFilingRound(input: {
        committeeId: "${committee}", name: "${code()}", lists: [NEEDS], opensOn: "2026-01-01",
        dueOn: "2026-06-30", idempotencyKey: "${newId()}"
      })`),
  },
  {
    name: "closeFilingRound",
    operation: "filingRound.manage",
    prepare: async () => mutation(`closeFilingRound(input: { roundId: "${await newRound()}" })`),
  },
  {
    name: "remindUnits",
    operation: "filingRound.manage",
    prepare: async () =>
      mutation(`remindUnits(input: { roundId: "${await newRound()}", idempotencyKey: "${newId()}" })`),
  },
  {
    name: "acknowledgeReminder",
    operation: "filing.acknowledge",
    prepare: async () => {
      const field = `acknowledgeReminder(input: { id: "${await newReminder()}" })`;
      return (caller) => ask(caller, `mutation { ${field} { __typename } }`);
    },
    hidden: true,
  },
  {
    name: "filings of a unit",
    operation: "filing.read",
    prepare: async () => {
      await newRound();
      return async (caller) => {
        const { data } = await caller.query<{ organisation: { filings: object | null } }>(
          `{ organisation(id: "${unit}") { filings { nodes { id } } } }`,
        );
        return data?.organisation.filings ? "OK" : "FORBIDDEN";
      };
    },
  },
  {
    name: "filingRound",
    operation: "filingRound.read",
    prepare: async () => {
      const round = await newRound();
      return (caller) => ask(caller, `{ filingRound(id: "${round}") { id } }`);
    },
  },
  {
    name: "filingRounds",
    operation: "filingRound.read",
    prepare: () =>
      Promise.resolve((caller) =>
        ask(caller, `{ filingRounds(committeeId: "${committee}") { nodes { id } } }`),
      ),
  },
];

test.each(CALLS)("$name is open to exactly those whom the permission table names", async (call) => {
  for (const viewer of viewers()) {
    const send = await call.prepare();
    const before = await contents();
    const verdict = await send(subgraph.as(viewer));
    const allowed = may(viewer, call.operation, target);

    const shown = `${viewer.role} unit ${viewer.unitId ?? "-"} area ${viewer.areaCode ?? "-"}`;
    const refused = call.hidden && verdict === "NOT_FOUND" ? "FORBIDDEN" : verdict;
    expect([shown, refused]).toEqual([shown, allowed ? "OK" : "FORBIDDEN"]);
    if (!allowed) expect([shown, await contents()]).toEqual([shown, before]);
  }
});

test("what is refused is refused, and what is allowed allowed, also when all callers come at once", async () => {
  const call = CALLS.find(({ name }) => name === "inviteUnit");
  if (!call) throw new Error("There is no such call.");
  const everyone = viewers();
  const sends = await Promise.all(everyone.map(() => call.prepare()));
  const verdicts = await Promise.all(sends.map((send, i) => send(subgraph.as(everyone[i] ?? {}))));
  expect(verdicts).toEqual(
    everyone.map((viewer) => (may(viewer, call.operation, target) ? "OK" : "FORBIDDEN")),
  );
});

/** In the object's own scope, in one that holds it, in foreign ones, in the city. */
function viewers(): Viewer[] {
  return viewersAt({ unitIds: [unit, otherUnit], areaCodes: [AREA, "341881001", OTHER_AREA] });
}

function read(name: string, document: () => string): Call {
  return {
    name,
    operation: "directory.read",
    prepare: () => Promise.resolve((caller) => ask(caller, document())),
  };
}

function mutation(field: string): Promise<(caller: TestCaller) => Promise<string>> {
  return Promise.resolve((caller) =>
    ask(caller, `mutation { ${field} { __typename ... on UserError { code } } }`),
  );
}

async function ask(caller: TestCaller, document: string): Promise<string> {
  const { data, errors } = await caller.query(document);
  const refusal = Object.values(data ?? {})[0] as { code?: string } | null | undefined;
  return (errors?.[0]?.extensions.code as string | undefined) ?? (isRefusal(refusal) ? refusal.code : "OK");
}

function isRefusal(
  answer: { code?: string; __typename?: string } | null | undefined,
): answer is { code: string } {
  return answer?.__typename !== undefined && answer.code !== undefined;
}

function upload(list: "areas" | "units", file: string): Promise<(caller: TestCaller) => Promise<string>> {
  return Promise.resolve(async (caller) => {
    const { report } = await caller.upload({ list, file });
    return report.code ?? "OK";
  });
}

function newUnit(): Promise<string> {
  return id(
    `insert into organisation (id, uscc_status, name, short_name, kind, area_code, version)
     values ($1::uuid, 'UNVERIFIED', '单位' || $1::uuid, '单位', 'SCHOOL', '${AREA}', 1) returning id`,
    [newId()],
  );
}

async function newSeat(): Promise<string> {
  return id(
    `insert into seat (id, committee_id, organisation_id, role, state)
     values ($1, $2, $3, 'MEMBER', 'INVITED') returning id`,
    [newId(), committee, await newUnit()],
  );
}

/** A fresh key; the unit's earlier ones go, because it may have twenty. */
async function newKey(): Promise<string> {
  await subgraph.db.query(`delete from api_key`);
  return id(
    `insert into api_key
       (id, organisation_id, role, label, scopes, hash, created_by, created_at, expires_on)
     values ($1::uuid, $2, 'UNIT_CLERK', '钥', '{LISTS_READ}', encode(sha256($1::uuid::text::bytea), 'hex'),
       'matrix', now(), '2099-12-31')
     returning id`,
    [newId(), unit],
  );
}

/** A round of the committee in which the unit owes a list. */
async function newRound(): Promise<string> {
  const round = await id(
    `insert into filing_round (id, committee_id, name, lists, opens_on, due_on, opened_by, opened_at)
     values ($1::uuid, $2, $1::uuid::text, '{needs}', '2026-01-01', '2026-06-30', 'matrix', now()) returning id`,
    [newId(), committee],
  );
  await subgraph.db.query(`insert into list_filing values ($1, $2, $3, 'needs', '${AREA}')`, [
    newId(),
    round,
    unit,
  ]);
  return round;
}

async function newReminder(): Promise<string> {
  return id(
    `insert into filing_reminder (id, round_id, organisation_id, lists, day, origin, sent_by, sent_at)
     values ($1, $2, $3, '{needs}', '2026-06-01', 'MANUAL', 'matrix', now()) returning id`,
    [newId(), await newRound(), unit],
  );
}

/** Everything that is stored, folded into one value. */
function contents(): Promise<string | undefined> {
  return valueOf<string>(
    subgraph,
    [
      ...["area", "organisation", "organisation_contact", "committee", "seat", "api_key", "publication"],
      ...["filing_round", "list_filing", "filing_reminder", "request_key"],
    ]
      .map((table) => `(select coalesce(md5(string_agg(t::text, '' order by t::text)), '') from ${table} t)`)
      .join(" || ")
      .replace(/^/, "select "),
  );
}

function code(): string {
  next += 1;
  return `341881${String(100 + next)}`;
}

async function id(sql: string, parameters: unknown[] = []): Promise<string> {
  const rows = await subgraph.db.query<{ id: string }[] | [{ id: string }[], number]>(sql, parameters);
  const [found] = rows.flat() as { id: string }[];
  if (!found) throw new Error(`Nothing found: ${sql}`);
  return found.id;
}
