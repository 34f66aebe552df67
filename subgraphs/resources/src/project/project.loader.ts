import DataLoader from "dataloader";
import { byId, createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import type { Viewer } from "@gongjian/shared/viewer";
import type { DataSource } from "typeorm";
import { isVisible } from "../lists/list-query.ts";
import type { ProjectRow } from "./project.row.ts";

/** A project as it is read, with the place of its lead, on which permission hangs. */
export type ProjectView = Omit<ProjectRow, "commitments" | "contentHash" | "contentKey" | "titleKey"> & {
  readonly unitAreaCode: string;
};

export type ProjectLoader = RowLoader<ProjectView>;
export type ProjectsOf = PageLoader<ProjectView>;

/** For `from project r join unit u on u.id = r.unit_id`. */
export const PROJECT_COLUMNS = `
  r.id, r.unit_id as "unitId", r.external_id as "externalId", r.category_code as "categoryCode", r.title,
  r.description, r.area_code as "areaCode", r.partner_ids as "partnerIds",
  r.other_partners as "otherPartners", r.need_ids as "needIds", r.starts_on as "startsOn",
  r.ends_on as "endsOn", r.progress, r.progress_note as "progressNote", r.funding, r.budget, r.acceptance,
  r.milestones, r.risks, r.contact_masked as "contactMasked", r.state, r.version,
  r.published_at as "publishedAt", r.updated_at as "updatedAt", u.area_code as "unitAreaCode"`;

const FROM = "project r join unit u on u.id = r.unit_id";

export function createProjectLoader(db: DataSource, viewer: Viewer): ProjectLoader {
  return createRowLoader(async (ids) => {
    const sql = `select ${PROJECT_COLUMNS} from ${FROM} where r.id = any($1)`;
    const rows = await db.query<ProjectView[]>(sql, [ids]);
    return rows.filter((row) => isVisible(viewer, row));
  });
}

/** Those that the unit leads, and those that it takes part in. */
export function createProjectsOfUnitLoader(db: DataSource): ProjectsOf {
  return createPageLoader<ProjectView>(db, {
    columns: PROJECT_COLUMNS,
    from: FROM,
    belongs: `(r.unit_id = page.parent or r.partner_ids @> array[page.parent]) and r.state = 'PUBLISHED'`,
    parent: "uuid",
    order: byId("r"),
  });
}

/** Of the area and everything below it. */
export function createProjectsOfAreaLoader(db: DataSource): ProjectsOf {
  return createPageLoader<ProjectView>(db, {
    columns: PROJECT_COLUMNS,
    from: FROM,
    belongs: `r.area_code >= page.parent and r.area_code < page.parent || 'z' and r.state = 'PUBLISHED'`,
    parent: "text",
    order: byId("r"),
  });
}

/** What a project takes, as it is read. */
export interface CommitmentView {
  readonly projectId: string;
  readonly unitId: string;
  readonly resourceId: string;
  readonly needId: string | null;
  readonly quantity: number | null;
  readonly unitOfMeasure: string | null;
}

export interface WithdrawalView {
  readonly projectId: string;
  readonly unitId: string;
  readonly reason: string;
  readonly withdrawnAt: Date;
}

/** Lines that hang on a project, few by the rules of its list. */
export type LinesOfProject<Line> = DataLoader<string, Line[]>;

export function createCommitmentsLoader(db: DataSource): LinesOfProject<CommitmentView> {
  return linesOfProject(
    db,
    `select c.project_id as "projectId", c.unit_id as "unitId", c.resource_id as "resourceId",
       c.need_id as "needId", c.quantity, r.unit_of_measure as "unitOfMeasure"
     from project_commitment c join resource r on r.id = c.resource_id
     where c.project_id = any($1) order by r.id, c.need_id`,
  );
}

export function createWithdrawalsLoader(db: DataSource): LinesOfProject<WithdrawalView> {
  return linesOfProject(
    db,
    `select project_id as "projectId", unit_id as "unitId", reason, withdrawn_at as "withdrawnAt"
     from project_withdrawal where project_id = any($1) order by id`,
  );
}

function linesOfProject<Line extends { readonly projectId: string }>(
  db: DataSource,
  sql: string,
): LinesOfProject<Line> {
  return new DataLoader(async (ids) => {
    const lines = await db.query<Line[]>(sql, [ids]);
    return ids.map((id) => lines.filter(({ projectId }) => projectId === id));
  });
}
