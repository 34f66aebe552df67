import { byId, createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import type { Viewer } from "@gongjian/shared/viewer";
import type { DataSource } from "typeorm";
import { isVisible } from "../lists/list-query.ts";
import type { NeedRow } from "./need.row.ts";

/** A need as it is read, with the place of its unit, on which permission hangs. */
export type NeedView = NeedRow & { readonly unitAreaCode: string };

export type NeedLoader = RowLoader<NeedView>;
export type NeedsOf = PageLoader<NeedView>;

/** For `from need r join unit u on u.id = r.unit_id`. */
export const NEED_COLUMNS = `
  r.id, r.unit_id as "unitId", r.external_id as "externalId", r.category_code as "categoryCode", r.title,
  r.description, r.quantity, r.unit_of_measure as "unitOfMeasure", r.area_code as "areaCode", r.audience,
  r.needed_from as "neededFrom", r.needed_to as "neededTo", r.schedule, r.urgency,
  r.people_served as "peopleServed", r.submitted_on as "submittedOn", r.remarks,
  r.contact_masked as "contactMasked", r.phone_masked as "phoneMasked", r.tokens, r.state, r.version, r.published_at as "publishedAt",
  u.area_code as "unitAreaCode"`;

const FROM = "need r join unit u on u.id = r.unit_id";

export function createNeedLoader(db: DataSource, viewer: Viewer): NeedLoader {
  return createRowLoader(async (ids) => {
    const sql = `select ${NEED_COLUMNS} from ${FROM} where r.id = any($1)`;
    const rows = await db.query<NeedView[]>(sql, [ids]);
    return rows.filter((row) => isVisible(viewer, row));
  });
}

export function createNeedsOfUnitLoader(db: DataSource): NeedsOf {
  return createPageLoader<NeedView>(db, {
    columns: NEED_COLUMNS,
    from: FROM,
    belongs: "r.unit_id = page.parent and r.state = 'PUBLISHED'",
    parent: "uuid",
    order: byId("r"),
  });
}

/** Of the area and everything below it. */
export function createNeedsOfAreaLoader(db: DataSource): NeedsOf {
  return createPageLoader<NeedView>(db, {
    columns: NEED_COLUMNS,
    from: FROM,
    belongs: `r.area_code >= page.parent and r.area_code < page.parent || 'z'
      and r.state = 'PUBLISHED'`,
    parent: "text",
    order: byId("r"),
  });
}
