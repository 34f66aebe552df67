const LENGTH = 64;

/**
 * A name that a caller gave to an operation or a field, as logs, metrics and traces may have it: it could be
 * told to carry somebody's number, and long runs of digits are no part of a name.
 */
export function shownName(name: string): string {
  return name.replace(/\d{5,}[Xx]?/g, "0").slice(0, LENGTH);
}
