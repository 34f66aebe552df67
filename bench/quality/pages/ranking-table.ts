import type { Judgement } from "../../../subgraphs/resources/src/matching/judge.ts";
import type { RankedRow } from "./assessed-need.ts";
import { markup, table, type Markup } from "./markup.ts";

const HEADINGS = [
  "#",
  "得分 Score",
  "判分 Grade",
  "资源 Resource",
  "各部分 Parts",
  "没过的关 Gates failed",
  "理由 Reasons",
];

/** Rows of a ranking, each with how its score came about and what the gold says of it. */
export function rankingTable(rows: readonly RankedRow[]): Markup {
  return table(HEADINGS, rows.map(rowOf));
}

function rowOf({ judgement, rank, isShown, grade, gradeReason, reasons }: RankedRow): Markup {
  const { supply, score, fits } = judgement;
  return markup`<tr class="${isShown ? "shown" : "hidden-row"}"><td class="number">${rank}</td>
<td class="number">${score.toFixed(3)}<div class="small">${isShown ? "列出 shown" : "不列出 not shown"}</div></td>
<td><span class="grade grade-${grade ?? "none"}">${grade ?? "–"}</span><div class="small">${gradeReason}</div></td>
<td>${supply.id} ${supply.category ?? "–"} ${supply.title}<div class="small">${supply.description}</div>
<div class="small">${factsOf(judgement)}</div></td>
<td>${partsOf(judgement)}<div class="small">相像 likeness ${fits.likeness.toFixed(2)}</div></td>
<td>${failuresOf(judgement)}</td>
<td><ul>${reasons.map((reason) => markup`<li>${reason}</li>`)}</ul></td></tr>
`;
}

function factsOf({ supply }: Judgement): string {
  const amount = supply.quantity === null ? "" : `${supply.quantity}${supply.unitOfMeasure ?? ""}`;
  const window = `${supply.validFrom ?? "…"} – ${supply.validTo ?? "…"}`;
  const facts = [amount, supply.coverageAreaCode, supply.audience.join("、"), window, supply.schedule];
  return [...facts, supply.qualification ?? ""].filter(Boolean).join(" · ");
}

function partsOf({ parts }: Judgement): Markup {
  return markup`<table class="parts"><tbody>${parts.map(
    ({ name, weight, value, points }) =>
      markup`<tr><td>${name}</td><td class="number">${value.toFixed(2)}</td>
<td class="number">× ${weight.toFixed(2)}</td><td class="number">= ${points.toFixed(3)}</td></tr>`,
  )}</tbody></table>`;
}

function failuresOf({ gates }: Judgement): Markup {
  const failed = gates.filter(({ passed }) => !passed);
  return markup`${failed.map(
    ({ code, message, change }) => markup`<div><code class="failed">${code}</code> ${message}
<span class="small">${change ?? ""}</span></div>`,
  )}`;
}
