import { decodeCursor } from "@gongjian/shared/connection";
import { badInput } from "@gongjian/shared/errors";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether PostgreSQL takes the text as an id; ids from outside are any text. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The id behind the cursor of a connection that is ordered by id. @throws BAD_USER_INPUT */
export function idAfter(after: string | undefined): string | null {
  const id = decodeCursor(after);
  if (id !== null && !isUuid(id)) throw badInput("游标 after 无效，请用上一页的 endCursor。");
  return id;
}
