import type { EntityManager } from "typeorm";

/** A community has 12 digits; grids have more. */
const COMMUNITY_DIGITS = 12;

/** The community that a place in it belongs to. */
export function communityOf(areaCode: string): string {
  return areaCode.slice(0, COMMUNITY_DIGITS);
}

/** A door stands in a community or a grid of it; a street or a county says too little. */
export function isNarrowEnough(areaCode: string): boolean {
  return areaCode.length >= COMMUNITY_DIGITS;
}

export function isCommunity(areaCode: string): boolean {
  return areaCode.length === COMMUNITY_DIGITS;
}

interface FoundRow {
  readonly text: string;
  readonly codes: string[];
}

const FIND = `
  select sent.text, array_agg(area.code order by area.code) as codes
  from unnest($1::text[]) as sent (text)
  join area on area.code = sent.text or area.name = sent.text
  group by sent.text`;

/** The code that each text means, by code or by name; a name of several areas means none. */
export async function findAreas(
  tx: EntityManager,
  texts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<FoundRow[]>(FIND, [[...new Set(texts)]]);
  return new Map(
    rows.flatMap(({ text, codes: [code, ...more] }) =>
      code === undefined || more.length > 0 ? [] : [[text, code]],
    ),
  );
}

export async function isKnownArea(tx: EntityManager, areaCode: string): Promise<boolean> {
  return (await tx.query<object[]>(`select from area where code = $1`, [areaCode])).length > 0;
}
