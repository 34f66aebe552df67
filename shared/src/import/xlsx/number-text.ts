import type { NumberKind } from "./date-format.ts";

/** Whether day 1 is 1900-01-01 or day 0 is 1904-01-01. */
export type DateSystem = 1900 | 1904;

const DAY_MS = 86_400_000;
const MINUTES_PER_DAY = 1_440;
/** Excel believes in a 29 February 1900, its day 60; from then on its days are one ahead. */
const LEAP_QUIRK_DAY = 60;
const EPOCH_1900 = Date.UTC(1899, 11, 31);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** 9999-12-31 */
const LAST_DAY = 2_958_465;

/** Excel keeps 15 digits; what a double has beyond them is noise of its sums. */
const DIGITS = 15;

/** The text of a number cell as its format means it; numbers in plain decimals. */
export function numberText(sent: string, kind: NumberKind, system: DateSystem): string {
  const number = Number(sent);
  if (sent.trim() === "" || !Number.isFinite(number)) return sent.trim();
  if (kind === "NUMBER" || number < 0 || number >= LAST_DAY + 1) return plainDecimal(number);
  const minutes = Math.round(number * MINUTES_PER_DAY);
  if (kind === "DURATION") return clock(minutes);
  const time = minutes % MINUTES_PER_DAY;
  if (kind === "TIME") return clock(time);
  return dateText(Math.floor(minutes / MINUTES_PER_DAY), time, system) ?? plainDecimal(number);
}

/** The shortest decimal without exponent: 5635550281, 0.1. */
export function plainDecimal(number: number): string {
  const text = String(Number(number.toPrecision(DIGITS)));
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text === "-0" ? "0" : text;
  const [, sign = "", first = "", rest = "", exponent = ""] = match;
  const digits = first + rest;
  const point = Number(exponent) + 1;
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, "0");
}

function dateText(day: number, time: number, system: DateSystem): string | null {
  const iso = system === 1904 ? isoOf(EPOCH_1904, day) : isoOf1900(day);
  return iso === null || time === 0 ? iso : `${iso} ${clock(time)}`;
}

function isoOf1900(day: number): string | null {
  // Day 0 is Excel's 1900-01-00: a reference to an empty cell, no day.
  if (day === 0) return null;
  // Not a day that exists; whoever reads it as a date says so.
  if (day === LEAP_QUIRK_DAY) return "1900-02-29";
  return isoOf(EPOCH_1900, day > LEAP_QUIRK_DAY ? day - 1 : day);
}

function isoOf(epoch: number, day: number): string {
  return new Date(epoch + day * DAY_MS).toISOString().slice(0, 10);
}

function clock(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}
