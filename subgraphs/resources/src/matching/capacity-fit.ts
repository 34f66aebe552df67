import type { NeedFacts, SupplyFacts } from "./facts.ts";

export interface CapacityFit {
  /** Null when the two quantities cannot be compared. */
  readonly available: number | null;
  /** What the available ones are counted in. */
  readonly unit: string;
  readonly asked: number | null;
  readonly value: number;
}

/** Units that say the same: a seat holds a person. */
const UNIT_CLASSES: readonly ReadonlySet<string>[] = [
  new Set(["人", "座", "位", "名", "个人", "座位"]),
  new Set([
    "个",
    "只",
    "件",
    "把",
    "套",
    "张",
    "副",
    "顶",
    "台",
    "箱",
    "份",
    "条",
    "盏",
    "块",
    "株",
    "辆",
    "部",
  ]),
  new Set(["平方米", "平米", "平方", "㎡"]),
  new Set(["户", "家"]),
];
/** Where a supply's quantity in persons is room for users; elsewhere it is often the staff. */
const ROOM_FOR_PEOPLE = /^(A|E|F02|H02|F01)/;
/** Things are counted one against one only where things are given. */
const GIVES_THINGS = /^(A04|C|J04|F03|C07)/;
const PEOPLE_IN_TEXT =
  /(?:能坐|可坐|坐得下|可容|容纳|最多|限|每场|每次|每期|一期|一场|一批|一天|观众席|能站|座位)[^，。；,;]{0,6}?(\d{1,4})\s*(?:人|座|个人|位|名|个|号)|(\d{1,4})\s*(?:座|人以内|人一批|人一场|人一期|个座位|人小班|把[^，。]{0,5}椅)/;

const UNKNOWN = 0.7;
/** Nine tenths are as good as all. */
const ENOUGH = 0.9;

export function fitCapacity(need: NeedFacts, supply: SupplyFacts): CapacityFit {
  const asked = need.quantity;
  const offer = asked === null ? null : offerFor(need, supply);
  if (asked === null || asked <= 0 || offer === null) {
    return { available: null, unit: "", asked, value: UNKNOWN };
  }
  const ratio = offer.available / asked;
  return { ...offer, asked, value: ratio >= ENOUGH ? 1 : ratio };
}

type Offer = Pick<CapacityFit, "unit"> & { readonly available: number };

function offerFor(need: NeedFacts, supply: SupplyFacts): Offer | null {
  const category = supply.category ?? "";
  const unit = unitClass(need.unitOfMeasure);
  if (unit === 0) return roomForPeople(supply, category);
  if (unit === -1 || unit !== unitClass(supply.unitOfMeasure)) return null;
  return unit !== 1 || GIVES_THINGS.test(category) ? writtenOffer(supply) : null;
}

/** The description's own figure (「观众席260个」) is trusted before a column that may count the staff. */
function roomForPeople(supply: SupplyFacts, category: string): Offer | null {
  if (!ROOM_FOR_PEOPLE.test(category)) return null;
  const said = PEOPLE_IN_TEXT.exec(supply.description);
  if (said !== null) return { available: Number(said[1] ?? said[2]), unit: "人" };
  const countsPeople = unitClass(supply.unitOfMeasure) === 0 && !/^F01|^E0[45]/.test(category);
  return countsPeople ? writtenOffer(supply) : null;
}

function writtenOffer({ quantity, unitOfMeasure }: SupplyFacts): Offer | null {
  return quantity === null ? null : { available: quantity, unit: unitOfMeasure ?? "" };
}

function unitClass(unit: string | null): number {
  return unit === null ? -1 : UNIT_CLASSES.findIndex((units) => units.has(unit));
}
