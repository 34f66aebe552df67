const DIGITS = "零一二三四五六七八九";
const SMALL_UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };
const LARGE_UNITS: Readonly<Record<string, number>> = { 万: 10_000, 亿: 100_000_000 };

/** 八十五 → 85, 两百 → 200, 一万二千 → 12000, 二〇二六 → 2026; `null` for anything else, also for 三五 and 二三十. */
export function chineseNumber(text: string): number | null {
  const folded = text.replaceAll("〇", "零").replaceAll("两", "二").replaceAll("俩", "二");
  if (!/^[零一二三四五六七八九十百千万亿]+$/.test(folded)) return null;
  if (/^(?:[零一二三四五六七八九]|[零一二三四五六七八九]{3,})$/.test(folded)) {
    return Number(folded.replace(/./g, (digit) => String(DIGITS.indexOf(digit))));
  }
  // Two digits side by side are a guess between them (七八个, 二三十), not a number.
  return /[一二三四五六七八九]{2}/.test(folded) ? null : sumOf(folded);
}

function sumOf(folded: string): number {
  let total = 0;
  let section = 0;
  let digit: number | null = null;
  for (const character of folded) {
    const small = SMALL_UNITS[character];
    const large = LARGE_UNITS[character];
    if (small !== undefined) {
      section += (digit ?? 1) * small;
      digit = null;
    } else if (large !== undefined) {
      total = (total + section + (digit ?? 0)) * large;
      section = 0;
      digit = null;
    } else {
      digit = DIGITS.indexOf(character);
    }
  }
  return total + section + (digit ?? 0);
}
