import { idAfter, paginate, type Connection, type PageArgs } from "@gongjian/shared/connection";
import type { Clock } from "@gongjian/shared/clock";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { notFound } from "@gongjian/shared/errors";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { isVisible, listQuery, type ListFilter } from "../lists/list-query.ts";
import { indexResources } from "./resource-supply.ts";
import { RESOURCE_COLUMNS, type ResourceView } from "./resource.loader.ts";
import {
  ResourceStateConflict,
  ResumeResourceSuccess,
  SuspendResourceSuccess,
  type ResumeResourceInput,
  type SuspendResourceInput,
} from "./resource.type.ts";

const COLUMNS_OF_LIST = { area: "coverage_area_code", from: "valid_from", to: "valid_to" };

/** The use cases of single resources; whole lists are published by the import. */
export class ResourceService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  async list(filter: ListFilter, page: PageArgs): Promise<Connection<ResourceView>> {
    authorise(this.viewer, "list.read");
    const { where, parameters } = listQuery(this.viewer, filter, idAfter(page), COLUMNS_OF_LIST);
    const rows = await this.db.query<ResourceView[]>(
      `select ${RESOURCE_COLUMNS} from resource r join unit u on u.id = r.unit_id
       where ${where} order by r.id limit $${parameters.length + 1}`,
      [...parameters, page.first + 1],
    );
    return paginate(rows, page.first, ({ id }) => id);
  }

  async suspend({ resourceId }: SuspendResourceInput): Promise<SuspendResourceSuccess> {
    authorise(this.viewer, "list.publish");
    return asViewer(this.db, this.viewer, async (tx) => {
      const resource = await lockResource(tx, this.viewer, resourceId);
      if (resource.state !== "PUBLISHED") {
        throw new Rejection(new ResourceStateConflict(resource.state, "只有已公布的资源才能暂停。"));
      }
      return new SuspendResourceSuccess(await this.#moveTo(tx, resource, "SUSPENDED"));
    });
  }

  async resume({ resourceId }: ResumeResourceInput): Promise<ResumeResourceSuccess> {
    authorise(this.viewer, "list.publish");
    return asViewer(this.db, this.viewer, async (tx) => {
      const resource = await lockResource(tx, this.viewer, resourceId);
      if (resource.state !== "SUSPENDED") {
        throw new Rejection(new ResourceStateConflict(resource.state, "这条资源没有暂停，不用恢复。"));
      }
      return new ResumeResourceSuccess(await this.#moveTo(tx, resource, "PUBLISHED"));
    });
  }

  async #moveTo(
    tx: EntityManager,
    resource: ResourceView,
    state: ResourceView["state"],
  ): Promise<ResourceView> {
    resource.state = state;
    resource.version += 1;
    resource.updatedAt = this.clock.now();
    await tx.query(`update resource set state = $2, version = $3, updated_at = $4 where id = $1`, [
      resource.id,
      resource.state,
      resource.version,
      resource.updatedAt,
    ]);
    await indexResources(tx, [resource.id]);
    return resource;
  }
}

/** @throws NOT_FOUND, FORBIDDEN. Row security would let the lock pass those alone who may write the row. */
async function lockResource(tx: EntityManager, viewer: Viewer, id: string): Promise<ResourceView> {
  const [known] = await tx.query<ResourceView[]>(
    `select ${RESOURCE_COLUMNS} from resource r join unit u on u.id = r.unit_id where r.id = $1`,
    [id],
  );
  if (!known || !isVisible(viewer, known)) throw notFound("这条资源");
  authorise(viewer, "list.publish", { unitId: known.unitId, areaCode: known.unitAreaCode });

  const [locked] = await tx.query<ResourceView[]>(
    `select ${RESOURCE_COLUMNS} from resource r join unit u on u.id = r.unit_id where r.id = $1 for update of r`,
    [id],
  );
  if (!locked) throw notFound("这条资源");
  return locked;
}
