import { badInput } from "@gongjian/shared/errors";
import { decodeCursor } from "@gongjian/shared/connection";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the text can be the id of a row; anything else is an id that does not exist. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The id that a page starts after. @throws BAD_USER_INPUT for a cursor of another list */
export function idAfter(after: string | null | undefined): string | null {
  const id = decodeCursor(after);
  if (id !== null && !isUuid(id)) throw badInput("游标 after 不属于这个列表。");
  return id;
}
