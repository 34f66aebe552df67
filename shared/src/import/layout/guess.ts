import { foldHeading, withoutBrackets } from "../fold-heading.ts";
import type { ListColumn } from "../list-definition.ts";

/** Chinese puts the noun last: 本店资源名称 is a 资源名称, 数量备注 is no 数量. */
const SHORTEST_ENDING = 2;
const LONGEST_ADDITION = 4;

/** One letter wrong in a shorter word may make another word: 开始时间, 开放时间. */
const SHORTEST_MISSPELT = 5;

/** Columns about the form itself end like columns of the list: 填报时间 is no 时间. */
const ABOUT_THE_FORM = /^(?:填报|填表|制表|登记|录入|更新|修改|创建|审核|上报|备用|其他|其它|是否|有无)/;

/** Columns that name persons or identify rows are never guessed. */
function isGuessable({ field, personal = false }: ListColumn): boolean {
  return !personal && !/(?:^id|Id|Code|Uscc)$/.test(field);
}

/**
 * The one column an unknown heading probably means: it ends with a known heading, or differs from one by a
 * letter. Null if several columns would do, or the one that would must not be guessed.
 */
export function guessColumn(heading: string, columns: readonly ListColumn[]): ListColumn | null {
  const folded = foldHeading(withoutBrackets(heading));
  if (ABOUT_THE_FORM.test(folded)) return null;
  const close = columns.filter(({ label, headings }) =>
    [label, ...headings].some((known) => isClose(folded, foldHeading(known))),
  );
  const [only] = close;
  return close.length === 1 && only !== undefined && isGuessable(only) ? only : null;
}

function isClose(heading: string, known: string): boolean {
  const added = heading.length - known.length;
  if (known.length >= SHORTEST_ENDING && added <= LONGEST_ADDITION && isWordEnding(heading, known))
    return true;
  return Math.min(heading.length, known.length) >= SHORTEST_MISSPELT && differByOne(heading, known);
}

/** Latin words have no such endings: `rename` is no `name`. */
function isWordEnding(heading: string, known: string): boolean {
  return heading.endsWith(known) && /\p{Script=Han}/u.test(known);
}

/** Whether one letter was added, dropped or changed. */
function differByOne(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const longest = Math.max(a.length, b.length);
  let start = 0;
  while (start < longest && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < longest - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return a.length - start - end <= 1 && b.length - start - end <= 1;
}
