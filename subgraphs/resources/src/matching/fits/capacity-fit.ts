import type { IndexedSupply, NeedFacts } from "../facts.ts";
import { predict } from "../understanding/predict.ts";
import { excludeEachOther, measureOf, type Measure } from "./measure.ts";

export interface CapacityFit {
  /** What is left of the supply, in the need's measure; null when the two quantities cannot be compared. */
  readonly available: number | null;
  /** What the available ones are counted in. */
  readonly unit: string;
  readonly asked: number | null;
  readonly value: number;
  /** False for metres against kilograms; 座 against 间 is left to the two units to settle. */
  readonly isConvertible: boolean;
  /** Whether it is given away piece by piece, so that several needs can share it and several supplies serve one. */
  readonly isDivisible: boolean;
}

/** Where a supply's quantity in persons is room for users; elsewhere it is often the staff. */
const ROOM_FOR_PEOPLE = /^(A|E|F02|H02|F01)/;
/** Things are counted one against one only where things are given. */
const GIVES_THINGS = /^(A04|C|D|J04|F03|C07)/;
const PEOPLE_IN_TEXT =
  /(?:能坐|可坐|坐得下|可容|容纳|最多|限|每场|每次|每期|一期|一场|一批|一天|观众席|能站|座位)[^，。；,;]{0,6}?(\d{1,4})\s*(?:人|座|个人|位|名|个|号)|(\d{1,4})\s*(?:座|人以内|人一批|人一场|人一期|个座位|人小班|把[^，。]{0,5}椅)/;

const UNKNOWN = 0.7;
/** Nine tenths are as good as all. */
const ENOUGH = 0.9;

export function fitCapacity(need: NeedFacts, supply: IndexedSupply): CapacityFit {
  const [wanted, offered] = [measureOf(need.unitOfMeasure), measureOf(supply.unitOfMeasure)];
  const isGiven = GIVES_THINGS.test(categoryOf(supply));
  const common = {
    asked: need.quantity,
    isConvertible: !(isGiven && need.quantity !== null && excludeEachOther(wanted, offered)),
    isDivisible: isGiven,
  };
  const offer = need.quantity === null ? null : offerFor(wanted, offered, supply);
  if (need.quantity === null || need.quantity <= 0 || offer === null) {
    return { ...common, available: null, unit: "", value: UNKNOWN };
  }
  const ratio = offer.available / need.quantity;
  return { ...common, ...offer, value: ratio >= ENOUGH ? 1 : ratio };
}

/** What the unit wrote, else what its text speaks of. */
function categoryOf({ category, tokens }: IndexedSupply): string {
  return category ?? predict(tokens)[0]?.category ?? "";
}

type Offer = Pick<CapacityFit, "unit"> & { readonly available: number };

function offerFor(wanted: Measure | null, offered: Measure | null, supply: IndexedSupply): Offer | null {
  const category = categoryOf(supply);
  if (wanted?.dimension === "PERSON") return roomForPeople(offered, supply, category);
  if (wanted === null || offered?.dimension !== wanted.dimension) return null;
  return isCounted(wanted, category) ? left(supply, offered.factor / wanted.factor) : null;
}

/** Times and hours are a matter of arrangement; pieces are counted only where things are given. */
function isCounted({ dimension }: Measure, category: string): boolean {
  if (dimension === "SESSION" || dimension === "TIME") return false;
  return dimension !== "PIECE" || GIVES_THINGS.test(category);
}

/** The description's own figure (「观众席260个」) is trusted before a column that may count the staff. */
function roomForPeople(offered: Measure | null, supply: IndexedSupply, category: string): Offer | null {
  if (!ROOM_FOR_PEOPLE.test(category)) return null;
  const said = PEOPLE_IN_TEXT.exec(supply.description);
  if (said !== null) return { available: Number(said[1] ?? said[2]), unit: "人" };
  const countsPeople = offered?.dimension === "PERSON" && !/^F01|^E0[45]/.test(category);
  return countsPeople ? left(supply, 1) : null;
}

/** What projects have not been promised. @param factor units of the need that one of the supply makes */
function left({ quantity, promised, unitOfMeasure }: IndexedSupply, factor: number): Offer | null {
  if (quantity === null) return null;
  const available = Math.max(0, quantity - promised) * factor;
  return { available: Number(available.toFixed(6)), unit: factor === 1 ? (unitOfMeasure ?? "") : "" };
}
