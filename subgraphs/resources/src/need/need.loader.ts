import type { Viewer } from "@gongjian/shared/viewer";
import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import { ConnectionLoader } from "../lists/connection-loader.ts";
import { isVisible } from "../lists/list-query.ts";
import type { NeedRow } from "./need.row.ts";

/** A need as it is read, with the place of its unit, on which permission hangs. */
export type NeedView = NeedRow & { readonly unitAreaCode: string };

export type NeedLoader = DataLoader<string, NeedView | null>;
export type NeedsOf = ConnectionLoader<NeedView>;

/** For `from need r join unit u on u.id = r.unit_id`. */
export const NEED_COLUMNS = `
  r.id, r.unit_id as "unitId", r.external_id as "externalId", r.category_code as "categoryCode", r.title,
  r.description, r.quantity, r.unit_of_measure as "unitOfMeasure", r.area_code as "areaCode", r.audience,
  r.needed_from as "neededFrom", r.needed_to as "neededTo", r.schedule, r.urgency,
  r.people_served as "peopleServed", r.tokens, r.state, r.version, r.published_at as "publishedAt",
  u.area_code as "unitAreaCode"`;

/** One per request: the cache must never outlive the caller's permissions. */
export function createNeedLoader(db: DataSource, viewer: Viewer): NeedLoader {
  return new DataLoader(async (ids) => {
    const rows = await db.query<NeedView[]>(
      `select ${NEED_COLUMNS} from need r join unit u on u.id = r.unit_id where r.id = any($1)`,
      [ids],
    );
    const byId = new Map(rows.filter((row) => isVisible(viewer, row)).map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
}

export function createNeedsOfUnitLoader(db: DataSource): NeedsOf {
  return new ConnectionLoader((ids, limit, after) =>
    db.query(
      `select listed.key, r.*
       from unnest($1::uuid[]) as listed (key)
       cross join lateral (
         select ${NEED_COLUMNS} from need r join unit u on u.id = r.unit_id
         where r.unit_id = listed.key and r.state = 'PUBLISHED' and ($3::uuid is null or r.id > $3)
         order by r.id limit $2
       ) r`,
      [ids, limit, after],
    ),
  );
}

export function createNeedsOfAreaLoader(db: DataSource): NeedsOf {
  return new ConnectionLoader((codes, limit, after) =>
    db.query(
      `select listed.key, r.*
       from unnest($1::text[]) as listed (key)
       cross join lateral (
         select ${NEED_COLUMNS} from need r join unit u on u.id = r.unit_id
         where r.area_code >= listed.key and r.area_code < listed.key || 'z'
           and r.state = 'PUBLISHED' and ($3::uuid is null or r.id > $3)
         order by r.id limit $2
       ) r`,
      [codes, limit, after],
    ),
  );
}
