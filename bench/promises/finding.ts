/** One figure of a check. */
export interface Finding {
  readonly what: string;
  readonly asked: string;
  readonly measured: string;
  readonly isMet: boolean;
  /** A time or a rate, which a busy machine spoils: measured again before it counts as missed. */
  readonly isTime: boolean;
}

/** Measures a promise. @param isFull the long form, which may take hours; otherwise half a minute is much */
export type Check = (isFull: boolean) => Promise<readonly Finding[]>;

/** What makes a figure out of a number. */
interface Limit {
  readonly limit: number;
  readonly unit?: string;
  readonly isTime?: boolean;
}

/** A figure that must not be above its limit; NaN, which is no figure, is. */
export function atMost(what: string, value: number, { limit, unit = "", isTime = false }: Limit): Finding {
  const isMet = value <= limit;
  return { what, asked: `≤ ${text(limit, unit)}`, measured: text(value, unit), isMet, isTime };
}

/** A figure that must not be below its limit; NaN, which is no figure, is. */
export function atLeast(what: string, value: number, { limit, unit = "", isTime = false }: Limit): Finding {
  const isMet = value >= limit;
  return { what, asked: `≥ ${text(limit, unit)}`, measured: text(value, unit), isMet, isTime };
}

/** A time that must not be above its limit. @param ms milliseconds, as the limit */
export function within(what: string, ms: number, limit: number): Finding {
  return atMost(what, ms, { limit, unit: "ms", isTime: true });
}

/** Something of which there must be none. @param of how many there could have been */
export function none(what: string, count: number, of?: number): Finding {
  const measured = of === undefined ? text(count) : `${text(count)} / ${of}`;
  return { what, asked: "0", measured, isMet: count === 0 && of !== 0, isTime: false };
}

/** Something that is to be just so. */
export function same(what: string, measured: string, asked: string): Finding {
  return { what, asked, measured, isMet: measured === asked, isTime: false };
}

/** @returns at most two decimals; "no figure" where there is none */
function text(value: number, unit = ""): string {
  if (Number.isNaN(value)) return "没有数 no figure";
  return `${Math.round(value * 100) / 100} ${unit}`.trim();
}
