import { enough } from "./enough.ts";
import type { GateResult, Pair } from "./gate.ts";
import { inArea } from "./in-area.ts";
import { inTime, inWindow } from "./in-time.ts";
import { licensed } from "./licensed.ts";
import { sameThing } from "./same-thing.ts";
import { otherUnit, published, recentlyConfirmed } from "./standing.ts";
import { welcome } from "./welcome.ts";

/** Every gate is run, passed or not, so that why-not is complete. */
export function runGates(pair: Pair): GateResult[] {
  return [
    sameThing(pair),
    otherUnit(pair),
    published(pair),
    recentlyConfirmed(pair),
    inArea(pair),
    welcome(pair),
    inWindow(pair),
    inTime(pair),
    ...enough(pair),
    licensed(pair),
  ];
}
