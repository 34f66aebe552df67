import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { EntityManager } from "typeorm";
import type { ListValues } from "./list-values.ts";
import type { KnownUnit } from "./resolve-units.ts";
import { WHOLE_COUNTY } from "./words.ts";

type PlacedValues = Pick<ListValues, "unit" | "area">;

interface KnownArea {
  readonly code: string;
  readonly name: string;
}

const COUNTY_DIGITS = 6;
const STREET_DIGITS = 9;
const COMMUNITY_DIGITS = 12;

/** Longer words first: 社区 ends like 区. */
const LEVEL_WORDS = ["社区", "街道", "网格", "市", "县", "区", "镇", "乡", "村"];
const PATH_PART = new RegExp(`.+?(?:${LEVEL_WORDS.join("|")})`, "g");
const OFTEN_LEFT_OUT = ["社区", "街道", "镇", "乡", "村", "网格"];

/** An area as it is written, read without the database. */
interface AreaRequest {
  readonly code: string | null;
  /** What it may be called, the likeliest first. */
  readonly names: readonly string[];
  /** Areas it must lie in: 西津街道城东社区. */
  readonly within: readonly string[];
}

/**
 * Puts an area's code into every line. Names count inside the unit's own county; 全市 is the county itself.
 * A line without an area gets its unit's place, and its sender is told.
 */
export async function resolveAreas(
  tx: EntityManager,
  rows: readonly ImportRow<PlacedValues>[],
  units: ReadonlyMap<string, KnownUnit>,
  { isWhereTheUnitIs = false }: AreaRules = {},
): Promise<void> {
  const places = new Map<string, Place>();
  const lines = rows.flatMap((row) => {
    const unit = row.isRefused ? undefined : units.get(row.values.unit ?? "");
    return unit === undefined ? [] : [{ row, place: placeOf(unit, row.values.area ?? "", places) }];
  });
  const areas = await findAreas(tx, [...places.values()]);
  for (const place of places.values()) place.found = matching(place.request, place.unit, areas);
  for (const { row, place } of lines) settle(row, place, isWhereTheUnitIs && !row.has("area"));
}

interface AreaRules {
  /** A list without a column for areas means its unit's own place, and nobody need be told. */
  readonly isWhereTheUnitIs?: boolean;
}

/** What lines of one unit call alike; looked up once. */
interface Place {
  readonly unit: KnownUnit;
  readonly request: AreaRequest;
  found: readonly KnownArea[];
}

function placeOf(unit: KnownUnit, sent: string, places: Map<string, Place>): Place {
  const key = `${unit.id} ${sent}`;
  const known = places.get(key);
  if (known !== undefined) return known;
  const place = { unit, request: requestOf(sent, unit), found: [] };
  places.set(key, place);
  return place;
}

async function findAreas(
  tx: EntityManager,
  lines: readonly { readonly unit: KnownUnit; readonly request: AreaRequest }[],
): Promise<KnownArea[]> {
  return tx.query<KnownArea[]>(
    `select code, name from area
     where left(code, ${COUNTY_DIGITS}) = any($1) and (code = any($2) or name = any($3)) order by code`,
    [
      [...new Set(lines.map(({ unit }) => countyOf(unit)))],
      [...new Set(lines.flatMap(({ request }) => request.code ?? []))],
      [...new Set(lines.flatMap(({ request: { names, within } }) => [...names, ...within]))],
    ],
  );
}

function settle(row: ImportRow<PlacedValues>, { found }: Place, isObvious: boolean): void {
  const sent = row.values.area;
  const [area, ...others] = found;
  if (area === undefined) {
    row.refuse(
      "area",
      "UNKNOWN_AREA",
      sent === null ? "没有写区域，本单位的所在区域也还没有登记。" : `本市没有区域“${sent.slice(0, 50)}”。`,
      "请填社区或街道的名称、区域代码，或“全市”。",
    );
    return;
  }
  if (others.length > 0) {
    const shown = found.slice(0, 3).map(({ code, name }) => `${name} ${code}`);
    row.refuse(
      "area",
      "AREA_AMBIGUOUS",
      `叫“${sent ?? ""}”的区域不止一个。`,
      `请填代码，如 ${shown.join("、")}。`,
    );
    return;
  }
  row.values.area = area.code;
  if (sent === null && !isObvious) {
    row.correct("area", "AREA_ASSUMED", `没有写区域，按本单位所在的${area.name}记，请核对。`, area.name);
  }
}

function matching(
  { code, names, within }: AreaRequest,
  unit: KnownUnit,
  areas: readonly KnownArea[],
): KnownArea[] {
  const inCounty = areas.filter((area) => area.code.startsWith(countyOf(unit)));
  if (code !== null) return inCounty.filter((area) => area.code === code);
  const lies = (area: KnownArea): boolean =>
    within.every((name) => inCounty.some((outer) => outer.name === name && area.code.startsWith(outer.code)));
  for (const name of names) {
    const found = inCounty.filter((area) => area.name === name && lies(area));
    if (found.length > 0) return found;
  }
  return [];
}

function requestOf(sent: string, unit: KnownUnit): AreaRequest {
  const text = sent
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/(?:辖区|范围)?(?:范围)?内?$/, "");
  const code = codeOf(text, unit);
  if (code !== null) return { code, names: [], within: [] };

  const parts = text.match(PATH_PART) ?? [];
  const rest = text.slice(parts.join("").length);
  const leaf = rest === "" ? parts.at(-1) : rest;
  const within = rest === "" ? parts.slice(0, -1) : parts;
  const whole = { code: null, names: namesLike(text), within: [] };
  return leaf === undefined || within.length === 0
    ? whole
    : { code: null, names: [text, ...namesLike(leaf)], within };
}

/** A code, 全市, 本社区, 本街道, and nothing at all: these need no name. */
function codeOf(text: string, unit: KnownUnit): string | null {
  if (text === "") return unit.areaCode;
  if (/^\d{6,18}$/.test(text)) return text;
  if (WHOLE_COUNTY.test(text)) return countyOf(unit);
  if (/^(?:本|所在)社区$/.test(text)) return unit.areaCode.slice(0, COMMUNITY_DIGITS);
  if (/^(?:本|所在)(?:街道|镇|乡)$/.test(text)) return unit.areaCode.slice(0, STREET_DIGITS);
  return null;
}

function namesLike(name: string): string[] {
  return [name, ...OFTEN_LEFT_OUT.map((word) => `${name}${word}`)];
}

function countyOf({ areaCode }: KnownUnit): string {
  return areaCode.slice(0, COUNTY_DIGITS);
}
