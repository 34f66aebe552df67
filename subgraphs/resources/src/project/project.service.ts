import type { Clock } from "@gongjian/shared/clock";
import { idAfter, paginate, type Connection, type PageArgs } from "@gongjian/shared/connection";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { notFound } from "@gongjian/shared/errors";
import { newId } from "@gongjian/shared/id";
import { maskPersonalNumbers } from "@gongjian/shared/import/values/personal-numbers";
import { once } from "@gongjian/shared/request-key";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { isVisible, listQuery, type ListFilter } from "../lists/list-query.ts";
import { readUnit } from "../organisation/read-unit.ts";
import { formProject } from "./form-project.ts";
import {
  NotAPartner,
  PartnerAlreadyWithdrawn,
  ProjectiseSuccess,
  WithdrawFromProjectSuccess,
  type ProjectiseInput,
  type WithdrawFromProjectInput,
} from "./project-changes.type.ts";
import { PROJECT_COLUMNS, type ProjectView } from "./project.loader.ts";
import type { ProjectProgress } from "./project.type.ts";

const COLUMNS_OF_LIST = { area: "area_code", from: "starts_on", to: "ends_on" };

/** The use cases of projects; whole lists are published by the import. */
export class ProjectService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  async list(
    { progress = null, ...filter }: ListFilter & { readonly progress?: ProjectProgress | null },
    page: PageArgs,
  ): Promise<Connection<ProjectView>> {
    authorise(this.viewer, "list.read");
    const { where, parameters } = listQuery(this.viewer, filter, idAfter(page), COLUMNS_OF_LIST);
    const n = parameters.length;
    const rows = await this.db.query<ProjectView[]>(
      `select ${PROJECT_COLUMNS} from project r join unit u on u.id = r.unit_id
       where ${where} and coalesce(r.progress = $${n + 1}, true) order by r.id limit $${n + 2}`,
      [...parameters, progress, page.first + 1],
    );
    return paginate(rows, page.first, ({ id }) => id);
  }

  /** Makes one project of several needs, with what it takes of resources. */
  async projectise(input: ProjectiseInput): Promise<ProjectiseSuccess> {
    const { viewer, clock } = this;
    authorise(viewer, "project.form");
    const { idempotencyKey: key, ...asked } = input;
    return asViewer(this.db, viewer, async (tx) => {
      const { projectId } = await once(
        tx,
        { viewer, clock },
        { operation: "projectise", key, input: [asked] },
        async () => ({ projectId: await formProject(tx, viewer, clock, input) }),
      );
      return new ProjectiseSuccess(await readProject(tx, viewer, projectId));
    });
  }

  /** Releases everything the partner had promised; the project stays, and is at risk. */
  async withdraw(input: WithdrawFromProjectInput): Promise<WithdrawFromProjectSuccess> {
    const { viewer, clock } = this;
    authorise(viewer, "project.withdraw");
    const { projectId, unitId, reason, idempotencyKey: key } = input;
    return asViewer(this.db, viewer, async (tx) => {
      const { partnerIds } = await readProject(tx, viewer, projectId);
      const partner = await readUnit(tx, unitId, "这个单位");
      authorise(viewer, "project.withdraw", { unitId, areaCode: partner.areaCode });
      if (!partnerIds.includes(unitId.toLowerCase())) throw new Rejection(new NotAPartner());
      await once(
        tx,
        { viewer, clock },
        { operation: "withdrawFromProject", key, input: [projectId, unitId, reason] },
        () => this.#leave(tx, input),
      );
      return new WithdrawFromProjectSuccess(await readProject(tx, viewer, projectId));
    });
  }

  /** Waits for whoever writes promises of this unit, so that none appears after it has left. */
  async #leave(tx: EntityManager, { projectId, unitId, reason }: WithdrawFromProjectInput): Promise<object> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('commitments:' || $1::uuid, 0))`, [unitId]);
    const [released] = await tx.query<[object[], number]>(
      `delete from project_commitment where project_id = $1 and unit_id = $2
       returning resource_id as "resourceId", need_id as "needId", quantity`,
      [projectId, unitId],
    );
    const inserted = await tx.query<object[]>(
      `insert into project_withdrawal (id, project_id, unit_id, reason, released, subject, withdrawn_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (project_id, unit_id) do nothing returning id`,
      [
        newId(),
        projectId,
        unitId,
        maskPersonalNumbers(reason.trim()),
        JSON.stringify(released),
        this.viewer.subject,
        this.clock.now().toISOString(),
      ],
    );
    if (inserted.length === 0) throw new Rejection(new PartnerAlreadyWithdrawn());
    return { released: released.length };
  }
}

/** @throws NOT_FOUND */
async function readProject(tx: EntityManager, viewer: Viewer, id: string): Promise<ProjectView> {
  const [project] = await tx.query<ProjectView[]>(
    `select ${PROJECT_COLUMNS} from project r join unit u on u.id = r.unit_id where r.id = $1`,
    [id],
  );
  if (!project || !isVisible(viewer, project)) throw notFound("这个项目");
  return project;
}
