import type { Viewer } from "@gongjian/shared/viewer";
import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import { ConnectionLoader } from "../lists/connection-loader.ts";
import { isVisible } from "../lists/list-query.ts";
import type { ResourceRow } from "./resource.row.ts";

/** A resource as it is read, with the place of its unit, on which permission hangs. */
export type ResourceView = ResourceRow & { readonly unitAreaCode: string };

export type ResourceLoader = DataLoader<string, ResourceView | null>;
export type ResourcesOf = ConnectionLoader<ResourceView>;

/** For `from resource r join unit u on u.id = r.unit_id`. */
export const RESOURCE_COLUMNS = `
  r.id, r.unit_id as "unitId", r.external_id as "externalId", r.category_code as "categoryCode", r.title,
  r.description, r.quantity, r.unit_of_measure as "unitOfMeasure",
  r.coverage_area_code as "coverageAreaCode", r.audience, r.valid_from as "validFrom",
  r.valid_to as "validTo", r.schedule, r.min_notice_days as "minNoticeDays", r.qualification, r.cost,
  r.contact_masked as "contactMasked", r.phone_masked as "phoneMasked", r.state, r.version,
  r.published_at as "publishedAt", r.updated_at as "updatedAt", r.confirmed_on as "confirmedOn",
  u.area_code as "unitAreaCode"`;

/** One per request: the cache must never outlive the caller's permissions. */
export function createResourceLoader(db: DataSource, viewer: Viewer): ResourceLoader {
  return new DataLoader(async (ids) => {
    const rows = await db.query<ResourceView[]>(
      `select ${RESOURCE_COLUMNS} from resource r join unit u on u.id = r.unit_id where r.id = any($1)`,
      [ids],
    );
    const byId = new Map(rows.filter((row) => isVisible(viewer, row)).map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
}

export function createResourcesOfUnitLoader(db: DataSource): ResourcesOf {
  return new ConnectionLoader((ids, limit, after) =>
    db.query(
      `select listed.key, r.*
       from unnest($1::uuid[]) as listed (key)
       cross join lateral (
         select ${RESOURCE_COLUMNS} from resource r join unit u on u.id = r.unit_id
         where r.unit_id = listed.key and r.state = 'PUBLISHED' and ($3::uuid is null or r.id > $3)
         order by r.id limit $2
       ) r`,
      [ids, limit, after],
    ),
  );
}

export function createResourcesOfAreaLoader(db: DataSource): ResourcesOf {
  return new ConnectionLoader((codes, limit, after) =>
    db.query(
      `select listed.key, r.*
       from unnest($1::text[]) as listed (key)
       cross join lateral (
         select ${RESOURCE_COLUMNS} from resource r join unit u on u.id = r.unit_id
         where r.coverage_area_code >= listed.key and r.coverage_area_code < listed.key || 'z'
           and r.state = 'PUBLISHED' and ($3::uuid is null or r.id > $3)
         order by r.id limit $2
       ) r`,
      [codes, limit, after],
    ),
  );
}
