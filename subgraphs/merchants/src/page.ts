import { decodeCursor, type PageArgs } from "@gongjian/shared/connection";
import { badInput } from "@gongjian/shared/errors";
import { isUUID } from "class-validator";

/** A page of a list that is ordered by id. */
export interface IdPage {
  readonly first: number;
  readonly afterId: string | null;
}

/** @throws BAD_USER_INPUT for a cursor that no connection of ours made */
export function pageById({ first, after }: PageArgs): IdPage {
  const afterId = decodeCursor(after);
  if (afterId !== null && !isUUID(afterId)) throw badInput("游标 after 无效，请用上一页的 endCursor。");
  return { first, afterId };
}

/** A page of a list that belongs to a parent: the key of its loader. */
export interface PageOf extends IdPage {
  readonly parent: string;
}
