import type { Clock } from "@gongjian/shared/clock";
import { idAfter, paginate, type Connection, type PageArgs } from "@gongjian/shared/connection";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput, notFound } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { readUnit } from "../organisation/read-unit.ts";
import type { ListingNoticeRow } from "./listing-notice.row.ts";
import { STANDING_NOTICES } from "./listing-notice.sql.ts";
import { DismissListingNoticeSuccess, type DismissListingNoticeInput } from "./listing-notice.type.ts";

/** A notice as it is read, with the title of its line. */
export type ListingNoticeView = Pick<
  ListingNoticeRow,
  "id" | "unitId" | "list" | "rowId" | "kind" | "dueOn" | "noticedAt"
> & { readonly title: string };

const COLUMNS = `n.id, n.unit_id as "unitId", n.list, n.row_id as "rowId", n.kind, n.due_on as "dueOn",
  n.noticed_at as "noticedAt"`;

/** What a unit has been told of its lines. */
export class ListingNoticeService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  async list(unitId: string, page: PageArgs): Promise<Connection<ListingNoticeView>> {
    const after = idAfter(page);
    return this.#ofUnit(unitId, async (tx) => {
      const rows = await tx.query<ListingNoticeView[]>(
        `select ${COLUMNS}, l.title from ${STANDING_NOTICES}
         where n.unit_id = $1 and coalesce(n.id > $2, true) order by n.id limit $3`,
        [unitId, after, page.first + 1],
      );
      return paginate(rows, page.first, ({ id }) => id);
    });
  }

  async count(unitId: string): Promise<number> {
    return this.#ofUnit(unitId, async (tx) => {
      const [row] = await tx.query<{ count: number }[]>(
        `select count(*)::integer from ${STANDING_NOTICES} where n.unit_id = $1`,
        [unitId],
      );
      return row?.count ?? 0;
    });
  }

  async dismiss({ noticeId }: DismissListingNoticeInput): Promise<DismissListingNoticeSuccess> {
    const { viewer, clock } = this;
    authorise(viewer, "listing.confirm");
    return asViewer(this.db, viewer, async (tx) => {
      // Row security shows it to those alone who may put it away.
      const [rows] = await tx.query<[ListingNoticeView[], number]>(
        `update listing_notice n set dismissed_at = coalesce(dismissed_at, $2), dismissed_by = coalesce(dismissed_by, $3)
         from (select id, title from resource union all select id, title from need) l
         where n.id = $1 and l.id = n.row_id returning ${COLUMNS}, l.title`,
        [noticeId, clock.now().toISOString(), viewer.subject],
      );
      const [notice] = rows;
      if (!notice) throw notFound("这条提醒");
      return new DismissListingNoticeSuccess(notice);
    });
  }

  /** @throws FORBIDDEN, NOT_FOUND */
  async #ofUnit<Result>(unitId: string, read: (tx: EntityManager) => Promise<Result>): Promise<Result> {
    authorise(this.viewer, "listingNotice.read");
    if (!isId(unitId)) throw badInput("unitId 不是有效的编号。");
    return asViewer(this.db, this.viewer, async (tx) => {
      const { id, areaCode } = await readUnit(tx, unitId, "这个单位");
      authorise(this.viewer, "listingNotice.read", { unitId: id, areaCode });
      return read(tx);
    });
  }
}
