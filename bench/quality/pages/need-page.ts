import { category } from "@gongjian/shared/contracts/categories";
import { readMeaning } from "../../../subgraphs/resources/src/matching/understanding/meaning.ts";
import type { City, Truth } from "../city.ts";
import type { AssessedNeed } from "./assessed-need.ts";
import { markup, type Markup, page, table } from "./markup.ts";
import { rankingTable } from "./ranking-table.ts";

/** The needs before and after it on the index; null at its ends. */
interface Neighbours {
  readonly before: string | null;
  readonly after: string | null;
}

export function pageName(needId: string): string {
  return `${needId.replace(/[^\w-]/g, "_")}.html`;
}

/** One need: asked, understood, ranked, missing, and why nothing meets it. */
export function needPage(city: City, assessed: AssessedNeed, neighbours: Neighbours): string {
  const { need, top, missing } = assessed;
  const title = `${need.id} ${need.title}`;
  return page(
    `${title} · ${city.name}`,
    markup`<nav><a href="index.html">← ${city.name}</a>${link(neighbours.before, "上一条 Before")}${link(
      neighbours.after,
      "下一条 After",
    )}</nav>
<h1>${title}</h1>
${verdict(assessed)}
<h2>要什么 Asked</h2>
<dl>${Object.entries(assessed.sent).map(([column, value]) => markup`<dt>${column}</dt><dd>${value}</dd>`)}</dl>
<h2>怎么理解 Understood</h2>
${understood(assessed)}
<h2>怎么排的 Ranked</h2>
<p class="small">先是列出的，再是没有列出的（灰）；至多 20 条。Rows that are shown, then others (grey), at most 20.</p>
${rankingTable(top)}
<h2>漏掉的好资源 Good rows missing</h2>
<p class="small">判 2 分或 3 分、却不在列出的前 20 条里。Graded 2 or 3 and not among the first 20 shown.</p>
${rankingTable(missing)}
<h2>为什么没有 Why not</h2>
${whyNot(assessed)}`,
  );
}

function link(needId: string | null, label: string): Markup | null {
  return needId === null ? null : markup`<a href="${pageName(needId)}">${label} ${needId}</a>`;
}

function verdict({ figures, shownCount, truth }: AssessedNeed): Markup {
  const number = (value: number | null | undefined): string => value?.toFixed(3) ?? "–";
  return markup`<p>nDCG@10 <b>${number(figures?.ndcg)}</b> · P@1 <b>${figures?.first ?? "–"}</b> ·
Recall@20 <b>${number(figures?.recall)}</b> · 列出 Shown <b>${shownCount}</b> · ${truthText(truth)}</p>`;
}

function truthText(truth: Truth | null): string {
  if (truth === null) return "没有人判过 Nobody judged it";
  return truth.isSatisfiable ? "能满足 Can be met" : `无可满足 Nothing can meet it（${truth.code}）`;
}

function understood({ need, truth, guesses }: AssessedNeed): Markup {
  const { categories, concepts, said } = readMeaning(need.category, need.tokens);
  const codes = new Set([
    ...[...categories].sort((a, b) => b[1] - a[1]).map(([code]) => code),
    ...guesses.map((guess) => guess.category),
    ...(truth === null ? [] : [truth.trueCategory]),
  ]);
  const categoryRows = [...codes].map((code) => {
    const weight = categories.get(code) ?? 0;
    const confidence = guesses.find((guess) => guess.category === code)?.confidence ?? 0;
    return markup`<tr><td>${named(code)}</td><td class="number">${confidence.toFixed(2)}</td>
<td class="number">${weight.toFixed(2)}</td><td>${marksOf(code, need.category, truth)}</td></tr>`;
  });
  const names = new Set([...[...concepts].sort((a, b) => b[1] - a[1]).map(([name]) => name), ...said]);
  const conceptRows = [...names].map(
    (name) => markup`<tr><td>${name}</td><td class="number">${(concepts.get(name) ?? 0).toFixed(2)}</td>
<td>${said.has(name) ? "说到 said" : ""}</td></tr>`,
  );
  return markup`${table(
    ["类别 Category", "文字把握 Confidence of the text", "采用的权重 Weight taken", ""],
    categoryRows,
  )}
${table(["概念 Concept", "可能性 Likelihood", ""], conceptRows)}`;
}

function marksOf(code: string, clerk: string | null, truth: Truth | null): string {
  const marks = [
    code === clerk ? "原填 the clerk's" : "",
    code === truth?.trueCategory ? "真正的 the true one" : "",
  ];
  return marks.filter(Boolean).join("，");
}

function named(code: string): string {
  return `${code} ${category(code)?.name ?? ""}`;
}

function whyNot({ absences, truth }: AssessedNeed): Markup {
  const rows = absences.map(
    ({ code, count, message, change, examples }) => markup`<tr><td><code>${code}</code></td>
<td class="number">${count}</td><td>${message}</td><td>${change ?? ""}</td>
<td>${examples.map(({ supply }) => markup`<div>${supply.id} ${supply.title}</div>`)}</td></tr>`,
  );
  const expected =
    truth?.isSatisfiable === false
      ? markup`<p>出题人给的原因 The author's code: <code>${truth.code}</code></p>`
      : null;
  const headings = ["代码 Code", "条数 Rows", "说明 Message", "怎么改 Change", "最接近的 Nearest"];
  return markup`${expected}${table(headings, rows)}`;
}
