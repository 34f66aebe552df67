import { notFound } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";

/** A data source or a transaction. */
interface Queryable {
  query<Rows>(sql: string, parameters: unknown[]): Promise<Rows>;
}

/** @throws NOT_FOUND for an id that no committee has */
export async function areaOfCommittee(db: Queryable, committeeId: string): Promise<string> {
  const [committee] = isId(committeeId)
    ? await db.query<{ area_code: string }[]>(`select area_code from committee where id = $1`, [committeeId])
    : [];
  if (!committee) throw notFound("这个党委");
  return committee.area_code;
}
