import { MOST_ERRORS } from "../execution/execution.ts";
import type { ResponsePath } from "../execution/targets.ts";

/** Something in the data that the schema does not allow. */
export interface DataError {
  readonly message: string;
  /** From the root; filled in from the inside out while the writers return. */
  readonly path: (string | number)[];
}

/** One answer being written. */
export interface Writing {
  readonly errors: DataError[];
}

/**
 * Writes a value that is not null as JSON text; undefined where the value has to be taken for null: it is
 * not what the schema says, or a null below it came up to here.
 */
export type WriteValue = (value: unknown, writing: Writing) => string | undefined;

/** Notes an error here; those beyond the bound are not kept. */
export function report({ errors }: Writing, message: string, ...path: (string | number)[]): void {
  if (errors.length < MOST_ERRORS) errors.push({ message, path });
}

/** The value is none of its type, and becomes null. */
export function reportInvalid(writing: Writing, type: string): void {
  report(writing, `子图给出的值不是 ${type}。A subgraph gave a value that is no ${type}.`);
}

/** Errors that came up below get the step that leads down to them. */
export function stepBelow({ errors }: Writing, before: number, step: string | number): void {
  for (let index = before; index < errors.length; index++) errors[index]?.path.unshift(step);
}

/** Whether an error at one place explains a null at the other: one place is above the other, or the same. */
export function isOnTheWay(one: ResponsePath, other: ResponsePath): boolean {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) if (one[index] !== other[index]) return false;
  return true;
}
