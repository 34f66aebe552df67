import { category } from "@gongjian/shared/contracts/categories";
import type { City } from "../city.ts";
import { estimate, MEASURES, type Figures, type Measure } from "../measures.ts";
import type { AssessedNeed } from "./assessed-need.ts";
import { FILTERS } from "./filters.ts";
import { markup, type Markup, page, table } from "./markup.ts";
import { pageName } from "./need-page.ts";

const NAMES: Readonly<Record<Measure, string>> = {
  ndcg: "nDCG@10",
  first: "首位 ≥2 分 P@1",
  recall: "前20召回 Recall@20",
  zeros: "前三中 0 分 Zeros in top 3",
};

const HEADINGS = [
  "需求 Need",
  "类别 Category",
  "内容 Text",
  "nDCG@10",
  "P@1",
  "Recall@20",
  "0 分 Zeros",
  "列出 Shown",
  "首位 First row",
  "漏 Missing",
];

/** All needs of a city, the worst first. */
export function indexPage({ name, supplies }: City, needs: readonly AssessedNeed[]): string {
  const title = `${name}：匹配判得怎样 How well matching judges`;
  return page(
    title,
    markup`<h1>${title}</h1>
<p>${needs.length} 条需求，${supplies.length} 条资源；最差的在前。没有 1 分以上资源的需求没有 nDCG，排在后面。
<span class="small">Worst first; needs without a row of grade ≥ 1 have no nDCG and come last.</span></p>
<h2>总体 Overall</h2>
${overall(needs)}
<h2>逐条 One by one</h2>
${FILTERS.map(({ name: id }) => markup`<span id="${id}"></span>`)}
<nav><a href="#">全部 All ${needs.length}</a>${FILTERS.map((filter) => {
      const count = needs.filter(filter.holds).length;
      return markup`<a href="#${filter.name}">${filter.label} ${count}</a>`;
    })}</nav>
${table(HEADINGS, needs.map(row))}`,
  );
}

function overall(needs: readonly AssessedNeed[]): Markup {
  const figures = needs.flatMap((need) => need.figures ?? []);
  const rows = MEASURES.map((measure) => {
    const { mean, low, high, needs: count } = estimate(figures, measure);
    return markup`<tr><th scope="row">${NAMES[measure]}</th><td class="number">${mean.toFixed(3)}</td>
<td class="number">${low.toFixed(3)}–${high.toFixed(3)}</td><td class="number">${count}</td></tr>`;
  });
  return table(["指标 Measure", "平均 Mean", "95 % 区间 Interval", "需求数 Needs"], rows);
}

function row(assessed: AssessedNeed): Markup {
  const { need, truth, figures, shownCount, top, missing } = assessed;
  const classes = FILTERS.filter(({ holds }) => holds(assessed)).map(({ name }) => name);
  const [first] = shownCount > 0 ? top : [];
  return markup`<tr class="${classes.join(" ")}"><td><a href="${pageName(need.id)}">${need.id}</a></td>
<td>${given(need.category, truth?.trueCategory ?? null)}</td>
<td>${need.title}<div class="small">${need.description}</div></td>
${cell(figures, "ndcg")}${cell(figures, "first")}${cell(figures, "recall")}${cell(figures, "zeros")}
<td class="number">${shownCount}</td>
<td>${first === undefined ? "–" : `${first.judgement.supply.id} ${first.judgement.supply.title}`}</td>
<td class="number">${missing.length === 0 ? "" : missing.length}</td></tr>
`;
}

function given(clerk: string | null, meant: string | null): Markup {
  const name = category(meant ?? clerk ?? "")?.name ?? "";
  const said = clerk ?? "空 blank";
  return meant === null || meant === clerk
    ? markup`${said} ${name}`
    : markup`<span class="failed">${said}</span> → ${meant} ${name}`;
}

function cell(figures: Figures | null, measure: Measure): Markup {
  const value = figures?.[measure] ?? null;
  return markup`<td class="number">${value === null ? "–" : value.toFixed(2)}</td>`;
}
