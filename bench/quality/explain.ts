import { predict } from "../../subgraphs/resources/src/matching/understanding/predict.ts";
import { explainAbsence } from "../../subgraphs/resources/src/matching/why-not.ts";
import type { City } from "./city.ts";
import { isShown, judgeCity, POLICY } from "./rankings.ts";

/** What was ranked for one need, why, and what the gold says: `npm run quality -- N0027`. */
export function explain(city: City, needId: string): void {
  const need = city.needs.find(({ id }) => id === needId);
  if (need === undefined) return;
  const rows = judgeCity({ ...city, needs: [need] }).get(needId) ?? [];
  const grades = city.gold.get(needId);
  const likely = [...new Set(need.tokens.filter((token) => /^[#~]/.test(token)))];
  console.log(`${city.name} ${needId} ${need.category ?? "–"} ${need.title}｜${need.description}`);
  console.log(
    `  ${predict(need.tokens)
      .slice(0, 4)
      .map(({ category, confidence }) => `${category} ${confidence.toFixed(2)}`)
      .join("  ")}  ${likely.join(" ")}`,
  );
  for (const row of rows.slice(0, 12)) {
    const failed = row.gates.filter(({ passed }) => !passed).map(({ code }) => code);
    const parts = row.parts.map((part) => `${part.name} ${part.value.toFixed(2)}`).join("  ");
    console.log(
      `${isShown(row) ? "*" : " "} ${row.score.toFixed(3)} [${grades?.get(row.supply.id) ?? "-"}] ${row.supply.id} ${row.supply.category} ${row.supply.title}｜${row.supply.description} ${failed.join(" ")}`,
    );
    console.log(`      ${parts}  likeness ${row.fits.likeness.toFixed(2)}`);
  }
  for (const { code, count, message } of explainAbsence(rows, POLICY))
    console.log(`  ${code} ${count} ${message}`);
}
