import type { City } from "../../testing/city.ts";

/** Two units of one community, and a third elsewhere. */
export const FIRST = "市司法局";
export const SECOND = "启工职校";

export const COMMUNITY = "341881001002";

export interface GivenNeed {
  readonly unit: string;
  readonly number: string;
  readonly title?: string;
  readonly description?: string;
  readonly quantity?: number | string;
  readonly measure?: string;
  readonly area?: string;
  readonly from?: string;
  readonly to?: string;
  readonly urgency?: string;
  readonly audience?: string;
  readonly people?: number;
}

const HEADING =
  "单位,编号,需求名称,具体情况,数量,计量单位,地点,服务对象,开始时间,结束时间,紧急程度,受益人数,提交日期";

/** A haircut at home, for what a test does not say. */
const USUAL = {
  title: "老人想在家里理发",
  description: "腿脚不便，出不了门",
  quantity: 1,
  measure: "人次",
  area: COMMUNITY,
  audience: "老年人",
  from: "2026-09-15",
  to: "2026-11-30",
  urgency: "一般",
  people: "",
};

/** A sheet of needs, each with its unit. */
export function sheetOf(needs: readonly GivenNeed[]): string {
  const lines = needs.map((given) => {
    const need = { ...USUAL, ...given };
    const { unit, number, title, description, quantity, measure, area, audience } = need;
    const { from, to, urgency, people } = need;
    const cells = [
      unit,
      number,
      title,
      description,
      quantity,
      measure,
      area,
      audience,
      from,
      to,
      urgency,
      people,
    ];
    return [...cells, "2026-09-01"].join(",");
  });
  return [HEADING, ...lines, ""].join("\n");
}

/** Needs of two units for 2, 1 and 4 elders. */
export const FOR_TWO: GivenNeed = { unit: FIRST, number: "A1", quantity: 2, to: "2026-10-31", people: 2 };
export const FOR_ONE: GivenNeed = {
  unit: FIRST,
  number: "A2",
  quantity: 1,
  from: "2026-09-10",
  urgency: "紧急",
  people: 1,
};
export const FOR_FOUR: GivenNeed = {
  unit: SECOND,
  number: "B1",
  quantity: 4,
  audience: "残疾人",
  to: "2026-12-20",
  people: 4,
};
export const THREE: readonly GivenNeed[] = [FOR_TWO, FOR_ONE, FOR_FOUR];

/** @returns the ids of all needs by their numbers */
export async function publish(city: City, needs: readonly GivenNeed[]): Promise<Record<string, string>> {
  const { report } = await city.secretariat().upload({ list: "needs", file: sheetOf(needs) });
  expect(report.counts.refused).toBe(0);
  return idsOf(city);
}

/** @returns the ids of A1, A2 and B1 */
export async function publishThree(city: City): Promise<string[]> {
  const { A1 = "", A2 = "", B1 = "" } = await publish(city, THREE);
  return [A1, A2, B1];
}

/** A need as the secretariat sees it; null where there is none. */
export async function show(
  city: City,
  id: string | undefined,
  fields = "title quantity unitOfMeasure state",
): Promise<Record<string, unknown> | null> {
  const { data, errors } = await city
    .secretariat()
    .query<{ need: Record<string, unknown> | null }>(`query ($id: ID!) { need(id: $id) { ${fields} } }`, {
      id,
    });
  expect(errors).toBeUndefined();
  return data?.need ?? null;
}

/** The states of the needs that units have published, by their numbers. */
export async function states(city: City): Promise<Record<string, string>> {
  const rows = await city.db.query<{ number: string; state: string }[]>(
    "select external_id as number, state from need where external_id is not null order by 1",
  );
  return Object.fromEntries(rows.map(({ number, state }) => [number, state]));
}

/** The ids of needs by their numbers. */
export async function idsOf(city: City): Promise<Record<string, string>> {
  const rows = await city.db.query<{ number: string; id: string }[]>(
    "select external_id as number, id from need where external_id is not null",
  );
  return Object.fromEntries(rows.map(({ number, id }) => [number, id]));
}

const MERGE = `mutation ($input: MergeNeedsInput!) {
  mergeNeeds(input: $input) {
    ... on MergeNeedsSuccess { need { id } }
    ... on UserError { code }
  }
}`;
const UNMERGE = `mutation ($input: UnmergeNeedsInput!) {
  unmergeNeeds(input: $input) {
    ... on UnmergeNeedsSuccess { needs { externalId state } }
    ... on UserError { code }
  }
}`;

let keys = 0;

/** Merges as the city's secretariat, or as whoever is given. @returns the id of the one need, or the refusal's code */
export async function merge(
  caller: ReturnType<City["as"]>,
  needIds: readonly (string | undefined)[],
  more: object = {},
): Promise<{ id?: string; code?: string | undefined }> {
  const { data, errors } = await caller.query<{ mergeNeeds: { need?: { id: string }; code?: string } }>(
    MERGE,
    {
      input: { needIds, idempotencyKey: `merge ${++keys}`, ...more },
    },
  );
  if (!data) return { code: String(errors?.[0]?.extensions.code) };
  const { need, code } = data.mergeNeeds;
  return need === undefined ? { code } : { id: need.id };
}

/** @returns the numbers of those that stand again, or the refusal's code */
export async function unmerge(
  caller: ReturnType<City["as"]>,
  needId: string | undefined,
  idempotencyKey = `unmerge ${++keys}`,
): Promise<string[] | string | undefined> {
  const { data, errors } = await caller.query<{
    unmergeNeeds: { needs?: { externalId: string }[]; code?: string };
  }>(UNMERGE, { input: { needId, idempotencyKey } });
  if (!data) return String(errors?.[0]?.extensions.code);
  const { needs, code } = data.unmergeNeeds;
  return needs === undefined ? code : needs.map(({ externalId }) => externalId).sort();
}
