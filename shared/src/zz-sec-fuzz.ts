import { readCaption } from "./import/layout/caption.ts";
import { mapHeadings } from "./import/headings.ts";
import { parseOpening } from "./import/values/recurrence/parse-opening.ts";
import { guardFormulas, unguardFormulas } from "./export/formula-guard.ts";
import { ImportRow } from "./import/import-row.ts";
import { isTagRow, columnTagged } from "./import/layout/tags.ts";
import { guessColumn } from "./import/layout/guess.ts";
import { readVagueDate } from "./import/values/vague-date.ts";
import { foldOpening } from "./import/values/recurrence/fold.ts";
import { readClauses } from "./import/values/recurrence/read-clauses.ts";

const mods = ["../../subgraphs/resources/src/publishing/published-lists.ts"];
const N = 10_000;
const seeds = [
  " ",
  "　",
  "1",
  "9",
  "一",
  "十",
  "百",
  "零",
  "年",
  "月",
  "日",
  "至",
  "-",
  "—",
  "~",
  "、",
  "，",
  ",",
  ";",
  "；",
  "\n",
  "\t",
  "(",
  "（",
  ")",
  "）",
  ":",
  "：",
  "/",
  ".",
  "a",
  "A",
  "人",
  "单",
  "位",
  "单位",
  "单 位",
  "1 ",
  " 1",
  "1-",
  "-1",
  "1、",
  "1,",
  "(1",
  "（一",
  "13812345678",
  "13812345678 ",
  "1381234567",
  "0563-",
  "0563-5550101 ",
  "转",
  "2026年",
  "2026-",
  "2026年1月",
  "2026年1月1日",
  "1月",
  "1日",
  "周一",
  "周一至",
  "周一、",
  "每周",
  "每月",
  "8:30",
  "8:30-",
  "8:30-9:00",
  "8：30—17：00、",
  "上午",
  "下午",
  "双周六",
  "寒暑假",
  "第一个",
  "法定",
  "除",
  "逢",
  "提前",
  "3天",
  "有效期",
  "有效期1",
  "有效期为",
  "范围",
  "全市范围",
  "×",
  "x20",
  "R1×20",
  "R1×20→N1",
  "→",
  "->",
  "用于",
  "微信",
  "同号",
  "小邹微信同号",
  "师",
  "证",
  "证书",
  "（a）",
  "持有",
  "'",
  "'=",
  '"',
  "=",
  "\r",
  "\r\n",
  "🏠",
  "\u0301",
  "\ufdfa",
  "㎡",
  "次",
  "/月",
  "每月2次",
  "2次/月",
  "约",
  "余",
  "左右",
  "多",
  "万",
  "亿",
  "万元",
  "元",
  "长期",
  "长期有效",
  "即日起",
  "截止",
  "截止到",
  "#org",
  "#org+",
  "+",
  "#",
  "进行中",
  "，进行中",
  "http://",
  "@",
  "a@",
  "a@b.",
  "日期",
  "填报日期",
  "填报日期：",
  "填报 单 位 ：",
  "日 ",
  "街道",
  "社区",
  "区",
  "市",
  "市内",
  "辖区",
  "\u00a0",
  "\u3000",
  "\u200b",
  "\ufeff",
  "<",
  "&",
  "_x0041_",
  "\\",
  "{",
  "[",
  "底",
  "月底",
  "中旬",
  "上旬",
  "国庆",
  "春节",
  "国庆节前",
  "工作日",
  "个工作日",
  "两",
  "半",
  "半年",
  "两年半",
  "3-5",
  "30-50人",
  "每天",
  "天",
  "节假日",
  "节假日除外",
  "（节假日除外）",
  "晚",
  "8点",
  "8点半",
  "八点半到",
  "3410010",
  "341001199001011234",
];
const texts: [string, string][] = [];
const fill = (s: string, n: number) => s.repeat(Math.ceil(n / s.length)).slice(0, n);
for (const s of seeds) {
  texts.push([s, fill(s, N)]);
}
for (const s of seeds)
  for (const tail of ["!", "日"])
    for (const head of ["", "2026年", "提前"])
      texts.push([`${head}|${s}|${tail}`, head + fill(s, N - head.length - 1) + tail]);
let rnd = 12345;
const r = (n: number) => (rnd = (rnd * 1103515245 + 12345) & 0x7fffffff) % n;
for (let i = 0; i < 150; i++) {
  const k = 2 + r(3);
  const unit = Array.from({ length: k }, () => seeds[r(seeds.length)]).join("");
  texts.push([`mix ${unit}`, fill(unit, N - 1) + "!"]);
}
const slow: [number, string, string][] = [];
function timed(name: string, label: string, f: () => void) {
  const t = performance.now();
  try {
    f();
  } catch (e) {
    if (e instanceof RangeError || e instanceof TypeError || e instanceof SyntaxError)
      console.log("THROW", name, label.slice(0, 60), String(e).slice(0, 100));
  }
  const ms = performance.now() - t;
  if (ms > 25) { slow.push([ms, name, label]); if (ms > 50) console.log("SLOW", ms.toFixed(0), name, JSON.stringify(label)); }
}
class Refused extends Error {}
async function main() {
  for (const mod of mods) {
    const { publishedLists } = await import(mod);
    for (const list of publishedLists) {
      for (const col of list.columns) {
        for (const [label, text] of texts)
          timed(`${list.name}.${col.field}`, label, () =>
            col.parse?.(text, {
              label: col.label,
              present: true,
              today: "2026-09-03",
              year: null,
              refuse() {
                throw new Refused();
              },
              correct() {},
            }),
          );
        console.log(list.name, col.field);
      }
      // row-level
      if (list.complete)
        for (const [label, text] of texts)
          for (const max of [200, 1000, 4000]) {
            const t = text.slice(0, max);
            timed(`${list.name}.complete/prepare(${max})`, label, () => {
              const row = new ImportRow(
                0,
                1,
                [t],
                new Map([["remarks", { index: 0, heading: "备注" }]]) as never,
                null,
              ) as any;
              row.values = {
                externalId: null,
                unit: null,
                category: t.slice(0, 100),
                title: t.slice(0, 200),
                description: t,
                quantity: null,
                unitOfMeasure: null,
                area: null,
                audience: [],
                from: null,
                to: null,
                period: null,
                schedule: t.slice(0, 500),
                contact: null,
                phone: { number: "13812345678", note: t.slice(0, 500) },
                remarks: t.slice(0, 1000),
                minNoticeDays: null,
                qualification: null,
                cost: null,
                partners: [],
                commitments: [],
                needs: [],
                milestones: [],
                progress: { progress: "PLANNED", note: "" },
                urgency: "NORMAL",
              };
              list.complete(row, {
                clock: { today: () => "2026-09-03", now: () => new Date() },
                caption: null,
              });
              if (list.prepare) list.prepare(row);
            });
          }
    }
  }
  for (const [label, text] of texts) {
    timed("caption", label, () => readCaption([[text], [text], [text]]));
    timed("caption18", label, () => readCaption([[text.slice(0, 1990) + "：x"]]));
    timed("opening", label, () => parseOpening(text.slice(0, 500)));
    timed("opening199", label, () => parseOpening(text.slice(0, 199)));
    timed("opening-fold", label, () => foldOpening(text));
    timed("opening-clauses", label, () => readClauses(foldOpening(text).slice(0, 200)));
    timed("guard", label, () => guardFormulas(text));
    timed("unguard", label, () => unguardFormulas(text));
    timed("tags", label, () => {
      isTagRow([text, "#org"]);
      columnTagged(text, []);
    });
  }
  slow.sort((a, b) => b[0] - a[0]);
  console.log("slow", slow.length);
  for (const [ms, name, label] of slow.slice(0, 40)) console.log(ms.toFixed(0), name, JSON.stringify(label));
}
void main();
