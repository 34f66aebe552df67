import { byId, createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import type { Viewer } from "@gongjian/shared/viewer";
import type { DataSource } from "typeorm";
import { isVisible } from "../lists/list-query.ts";
import type { ResourceRow } from "./resource.row.ts";

/** A resource as it is read, with the place of its unit, on which permission hangs. */
export type ResourceView = ResourceRow & { readonly unitAreaCode: string };

export type ResourceLoader = RowLoader<ResourceView>;
export type ResourcesOf = PageLoader<ResourceView>;

/** For `from resource r join unit u on u.id = r.unit_id`. */
export const RESOURCE_COLUMNS = `
  r.id, r.unit_id as "unitId", r.external_id as "externalId", r.category_code as "categoryCode", r.title,
  r.description, r.quantity, r.unit_of_measure as "unitOfMeasure",
  r.coverage_area_code as "coverageAreaCode", r.audience, r.valid_from as "validFrom",
  r.valid_to as "validTo", r.schedule, r.min_notice_days as "minNoticeDays", r.qualification, r.cost,
  r.remarks,
  r.contact_masked as "contactMasked", r.phone_masked as "phoneMasked", r.state, r.version,
  r.published_at as "publishedAt", r.updated_at as "updatedAt", r.confirmed_on as "confirmedOn",
  u.area_code as "unitAreaCode"`;

const FROM = "resource r join unit u on u.id = r.unit_id";

export function createResourceLoader(db: DataSource, viewer: Viewer): ResourceLoader {
  return createRowLoader(async (ids) => {
    const sql = `select ${RESOURCE_COLUMNS} from ${FROM} where r.id = any($1)`;
    const rows = await db.query<ResourceView[]>(sql, [ids]);
    return rows.filter((row) => isVisible(viewer, row));
  });
}

export function createResourcesOfUnitLoader(db: DataSource): ResourcesOf {
  return createPageLoader<ResourceView>(db, {
    columns: RESOURCE_COLUMNS,
    from: FROM,
    belongs: "r.unit_id = page.parent and r.state = 'PUBLISHED'",
    parent: "uuid",
    order: byId("r"),
  });
}

/** Of the area and everything below it. */
export function createResourcesOfAreaLoader(db: DataSource): ResourcesOf {
  return createPageLoader<ResourceView>(db, {
    columns: RESOURCE_COLUMNS,
    from: FROM,
    belongs: `r.coverage_area_code >= page.parent and r.coverage_area_code < page.parent || 'z'
      and r.state = 'PUBLISHED'`,
    parent: "text",
    order: byId("r"),
  });
}
