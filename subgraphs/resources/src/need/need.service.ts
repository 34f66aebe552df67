import { idAfter, paginate, type Connection, type PageArgs } from "@gongjian/shared/connection";
import type { Clock } from "@gongjian/shared/clock";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { notFound } from "@gongjian/shared/errors";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { isVisible, listQuery, type ListFilter } from "../lists/list-query.ts";
import { NEED_COLUMNS, type NeedView } from "./need.loader.ts";
import { isOfList } from "../merging/of-list.sql.ts";
import {
  NeedAlreadyWithdrawn,
  NeedFromMerger,
  WithdrawNeedSuccess,
  type WithdrawNeedInput,
} from "./need.type.ts";

const COLUMNS_OF_LIST = { area: "area_code", from: "needed_from", to: "needed_to" };

/** The use cases of single needs; whole lists are published by the import. */
export class NeedService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  async list(filter: ListFilter, page: PageArgs): Promise<Connection<NeedView>> {
    authorise(this.viewer, "list.read");
    const { where, parameters } = listQuery(this.viewer, filter, idAfter(page), COLUMNS_OF_LIST);
    const rows = await this.db.query<NeedView[]>(
      `select ${NEED_COLUMNS} from need r join unit u on u.id = r.unit_id
       where ${where} order by r.id limit $${parameters.length + 1}`,
      [...parameters, page.first + 1],
    );
    return paginate(rows, page.first, ({ id }) => id);
  }

  async withdraw({ needId }: WithdrawNeedInput): Promise<WithdrawNeedSuccess> {
    authorise(this.viewer, "list.publish");
    return asViewer(this.db, this.viewer, async (tx) => {
      const need = await lockNeed(tx, this.viewer, needId);
      if (need.state === "WITHDRAWN") throw new Rejection(new NeedAlreadyWithdrawn());
      if (!(await isLine(tx, needId))) throw new Rejection(new NeedFromMerger());

      need.state = "WITHDRAWN";
      need.version += 1;
      await tx.query(`update need set state = $2, version = $3, updated_at = $4 where id = $1`, [
        need.id,
        need.state,
        need.version,
        this.clock.now(),
      ]);
      return new WithdrawNeedSuccess(need);
    });
  }
}

/** @throws NOT_FOUND, FORBIDDEN. Row security would let the lock pass those alone who may write the row. */
async function lockNeed(tx: EntityManager, viewer: Viewer, id: string): Promise<NeedView> {
  const [known] = await tx.query<NeedView[]>(
    `select ${NEED_COLUMNS} from need r join unit u on u.id = r.unit_id where r.id = $1`,
    [id],
  );
  if (!known || !isVisible(viewer, known)) throw notFound("这条需求");
  authorise(viewer, "list.publish", { unitId: known.unitId, areaCode: known.unitAreaCode });

  const [locked] = await tx.query<NeedView[]>(
    `select ${NEED_COLUMNS} from need r join unit u on u.id = r.unit_id where r.id = $1 for update of r`,
    [id],
  );
  if (!locked) throw notFound("这条需求");
  return locked;
}

/** Whether a unit has published it; the others were merged from several. */
async function isLine(tx: EntityManager, id: string): Promise<boolean> {
  const rows = await tx.query<object[]>(`select from need r where r.id = $1 and ${isOfList("r")}`, [id]);
  return rows.length > 0;
}
