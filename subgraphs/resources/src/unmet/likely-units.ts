import { category } from "@gongjian/shared/contracts/categories";
import type { DataSource } from "typeorm";
import { readMeaning } from "../matching/understanding/meaning.ts";
import type { SuggestedUnit } from "./unmet.type.ts";

/** A list to ask by telephone. */
const MOST_UNITS = 3;
/** Needs named in a request. */
const MOST_TITLES = 3;
/** Rows of one unit, category and area count as one here: more of them than this no county has. */
const MOST_OFFERS = 20_000;

export interface LikelyUnit extends SuggestedUnit {
  readonly unitId: string;
}

interface WantedXRow {
  readonly id: string;
  readonly unitId: string;
  readonly areaCode: string;
  readonly category: string | null;
  readonly title: string;
  readonly tokens: readonly string[];
}

interface OfferXRow {
  readonly unitId: string;
  readonly category: string;
  readonly areaCode: string;
  readonly rows: number;
}

const WANTED = `
  select id, unit_id as "unitId", area_code as "areaCode", category_code as category, title, tokens
  from need where id = any($1) order by id`;

/** What units offer at present, $1: in which counties, $2: of which families. */
const OFFERS = `
  select owner_unit_id as "unitId", category, coverage_area_code as "areaCode", count(*)::integer as rows
  from supply
  where county_code = any($1) and state = 'PUBLISHED' and owner_unit_id is not null
    and left(category, 1) = any($2)
  group by owner_unit_id, category, coverage_area_code
  order by rows desc, owner_unit_id, category, coverage_area_code limit ${MOST_OFFERS}`;

/** What one unit offers of the kind. */
interface Tally {
  readonly unitId: string;
  readonly offers: Set<OfferXRow>;
  readonly needs: Set<WantedXRow>;
  /** Of these it offers the very leaf. */
  readonly leafNeeds: Set<WantedXRow>;
}

/**
 * The units likeliest to have what needs ask for and nobody offers: those that offer most of the same leaf,
 * then of the same family, where the needs are. Two statements.
 */
export async function likelyUnits(db: DataSource, needIds: readonly string[]): Promise<LikelyUnit[]> {
  const wanted = await db.query<WantedXRow[]>(WANTED, [needIds]);
  const leafOf = new Map(wanted.map((need) => [need, likeliestLeaf(need)]));
  const families = [...new Set([...leafOf.values()].map((leaf) => leaf.slice(0, 1)))];
  const counties = [...new Set(wanted.map(({ areaCode }) => areaCode.slice(0, 6)))];
  const offers = await db.query<OfferXRow[]>(OFFERS, [counties, families]);
  return [...tally(leafOf, offers).values()].sort(likeliestFirst).slice(0, MOST_UNITS).map(suggestion);
}

/** What the clerk said, tempered by what the text says; empty where neither says anything. */
function likeliestLeaf({ category: given, tokens }: WantedXRow): string {
  const { categories } = readMeaning(given, tokens);
  const [best] = [...categories].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best?.[0] ?? "";
}

function tally(leafOf: ReadonlyMap<WantedXRow, string>, offers: readonly OfferXRow[]): Map<string, Tally> {
  const offersByKind = new Map<string, OfferXRow[]>();
  for (const offer of offers) {
    const kind = `${offer.category.slice(0, 1)} ${offer.areaCode}`;
    const known = offersByKind.get(kind);
    if (known === undefined) offersByKind.set(kind, [offer]);
    else known.push(offer);
  }
  const tallies = new Map<string, Tally>();
  for (const [need, leaf] of leafOf) {
    for (const length of [6, 9, 12, 15, 18]) {
      if (length > need.areaCode.length) break;
      const reaching = offersByKind.get(`${leaf.slice(0, 1)} ${need.areaCode.slice(0, length)}`) ?? [];
      for (const offer of reaching) if (offer.unitId !== need.unitId) add(tallies, need, leaf, offer);
    }
  }
  return tallies;
}

function add(tallies: Map<string, Tally>, need: WantedXRow, leaf: string, offer: OfferXRow): void {
  const { unitId } = offer;
  const known = tallies.get(unitId) ?? { unitId, offers: new Set(), needs: new Set(), leafNeeds: new Set() };
  tallies.set(unitId, known);
  known.offers.add(offer);
  known.needs.add(need);
  if (offer.category === leaf) known.leafNeeds.add(need);
}

function likeliestFirst(a: Tally, b: Tally): number {
  return (
    b.leafNeeds.size - a.leafNeeds.size ||
    b.needs.size - a.needs.size ||
    rowsOf(b) - rowsOf(a) ||
    (a.unitId < b.unitId ? -1 : 1)
  );
}

function rowsOf({ offers }: Tally): number {
  let rows = 0;
  for (const offer of offers) rows += offer.rows;
  return rows;
}

function suggestion(tallied: Tally): LikelyUnit {
  const needs = [...tallied.needs];
  const rows = rowsOf(tallied);
  const kinds = [...new Set([...tallied.offers].map(({ category: leaf }) => category(leaf)?.name ?? leaf))];
  const titles = needs.slice(0, MOST_TITLES).map(({ title }) => `“${title}”`);
  const more = needs.length > titles.length ? "等" : "";
  return {
    unitId: tallied.unitId,
    needs: needs.length,
    rows,
    request:
      `贵单位已公布${kinds.slice(0, MOST_TITLES).join("、")}方面的资源${rows}条。` +
      `现有${needs.length}条需求还没有着落：${titles.join("")}${more}。请看能否办到；能办的，请补报资源清单。`,
  };
}
