import { FILTERS } from "./filters.ts";

/** The pages' style; it also filters the index by the anchor in its address, without a script. */
export function stylesheet(): string {
  const filters = FILTERS.map(
    ({ name }) =>
      `#${name}:target ~ table tbody tr:not(.${name}) { display: none; }\n` +
      `#${name}:target ~ nav a[href="#${name}"] { background: #1f4e79; color: #fff; }`,
  );
  return `${BASE}${filters.join("\n")}\n`;
}

const BASE = `body { font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  margin: 1.5rem auto; max-width: 86rem; padding: 0 1rem; color: #1b1b1b; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.1rem; margin-top: 2rem; border-bottom: 1px solid #ccc; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #ddd; padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { background: #f3f5f7; font-weight: 600; }
thead th { position: sticky; top: 0; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
table.parts { width: auto; font-size: .85rem; }
table.parts th, table.parts td { padding: 0 .4rem; border: 0; background: none; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; }
dt { color: #555; }
dd { margin: 0; white-space: pre-wrap; }
ul { margin: 0; padding-left: 1.2rem; }
nav a, a.tag { display: inline-block; margin: .1rem; padding: .1rem .5rem; border: 1px solid #9ab; border-radius: 1rem;
  text-decoration: none; }
.grade { display: inline-block; min-width: 1.5rem; text-align: center; border-radius: .2rem; font-weight: 600; }
.grade-3 { background: #1a7f37; color: #fff; }
.grade-2 { background: #8ecf9b; }
.grade-1 { background: #ffe08a; }
.grade-0 { background: #f2b8b5; }
.grade-none { background: #eee; color: #555; }
tr.hidden-row { color: #555; background: #fafafa; }
.small { font-size: .85rem; color: #444; }
.nothing { color: #555; }
.failed { color: #a40e26; }
`;
