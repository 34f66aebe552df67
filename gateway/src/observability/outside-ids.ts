/** A mobile or identity number; an id of random digits looks like one in one of a hundred cases. */
const PERSONAL_NUMBER = /1[3-9]\d{9}|\d{17}[\dXx]/;
const REQUEST_ID = /^[\w-]{8,64}$/;

/** A proxy's id is kept where it looks like one, so that one id leads through all logs. */
export function requestIdFrom(header: string | string[] | undefined): string | null {
  return typeof header === "string" && REQUEST_ID.test(header) && !isPersonal(header) ? header : null;
}

/** A caller's trace is gone on with, unless its ids could tell more than an id. */
export function traceparentFrom(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" && header.length <= 64 && !isPersonal(header) ? header : undefined;
}

/** Ids are written to logs and traces as they are, where nobody's number may be. */
function isPersonal(id: string): boolean {
  return PERSONAL_NUMBER.test(id);
}
