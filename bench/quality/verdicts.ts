import type { Judgement } from "../../subgraphs/resources/src/matching/judge.ts";
import { explainAbsence } from "../../subgraphs/resources/src/matching/why-not.ts";
import type { City, Truth } from "./city.ts";
import { isShown, POLICY, type Judgements } from "./rankings.ts";

/** What must hold beside the ranking: hard constraints, silence where nothing fits, the right reason. */
export function verdictsOf(city: City, judged: Judgements): [string, string][] {
  const shown = [...judged.values()].map((rows) => rows.filter(isShown));
  const refused = [...city.gold].flatMap(([needId, grades]) =>
    (judged.get(needId) ?? []).filter((row) => !row.passed && (grades.get(row.supply.id) ?? 0) >= 3),
  );
  const truth = [...city.truth.values()];
  const hopeless = truth.filter(({ isSatisfiable }) => !isSatisfiable);
  const hopeful = truth.filter(({ isSatisfiable }) => isSatisfiable);
  const isEmpty = ({ needId }: Truth): boolean => !(judged.get(needId) ?? []).some(isShown);
  const firstCode = ({ needId }: Truth): string | undefined =>
    explainAbsence(judged.get(needId) ?? [], POLICY)[0]?.code;
  return [
    ["hard constraints broken among rows shown", String(shown.flat().filter(breaksHardRule).length)],
    ["pairs of grade 3 refused by a gate", `${refused.length} ${refused.map(nameOf).join(", ")}`],
    ["needs that nothing can meet: no row shown", share(hopeless.filter(isEmpty).length, hopeless.length)],
    [
      "  first why-not code as the author's",
      share(hopeless.filter((each) => firstCode(each) === each.code).length, hopeless.length),
    ],
    ["needs that can be met: left empty", share(hopeful.filter(isEmpty).length, hopeful.length)],
  ];
}

/** The data's own hard constraints, checked without the product's gates. */
function breaksHardRule({ need, supply }: Judgement): boolean {
  return (
    supply.ownerUnitId === need.unitId ||
    !need.areaCode.startsWith(supply.coverageAreaCode) ||
    (supply.validTo ?? "9") < (need.neededFrom ?? "") ||
    (supply.validFrom ?? "") > (need.neededTo ?? "9")
  );
}

function nameOf({ need, supply, gates }: Judgement): string {
  return `${need.id}–${supply.id} ${gates
    .filter(({ passed }) => !passed)
    .map(({ code }) => code)
    .join("+")}`;
}

export function share(count: number, of: number): string {
  return `${count}/${of} (${of === 0 ? "–" : ((100 * count) / of).toFixed(0)} %)`;
}
