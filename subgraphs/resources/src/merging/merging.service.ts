import type { Clock } from "@gongjian/shared/clock";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { notFound } from "@gongjian/shared/errors";
import { once } from "@gongjian/shared/request-key";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { isVisible } from "../lists/list-query.ts";
import { NEED_COLUMNS, type NeedView } from "../need/need.loader.ts";
import { NeedAlreadyWithdrawn } from "../need/need.type.ts";
import { holdPromises, requireFree } from "./require-free.ts";
import {
  MergeNeedsSuccess,
  NeedAlreadyMerged,
  NotMerged,
  UnmergeNeedsSuccess,
  type MergeNeedsInput,
  type UnmergeNeedsInput,
} from "./merger.type.ts";
import { endMerger, insertMerger } from "./store-merger.ts";

const BY_IDS = `select ${NEED_COLUMNS} from need r join unit u on u.id = r.unit_id where r.id = any($1) order by r.id`;

/** Merging needs into one and undoing it. */
export class MergingService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  /** Of two who want the same need at once the second is told that it is merged. */
  async merge({
    needIds,
    kind,
    title = null,
    idempotencyKey: key,
  }: MergeNeedsInput): Promise<MergeNeedsSuccess> {
    const { viewer, clock } = this;
    authorise(viewer, "need.merge");
    const ids = needIds.map((id) => id.toLowerCase()).sort();
    return asViewer(this.db, viewer, async (tx) => {
      const { needId } = await once(
        tx,
        { viewer, clock },
        { operation: "mergeNeeds", key, input: [ids, kind, title] },
        async () => {
          await this.#lockForMerging(tx, ids);
          return { needId: await insertMerger(tx, { viewer, now: clock.now(), ids, kind, title }) };
        },
      );
      const [need] = await tx.query<NeedView[]>(BY_IDS, [[needId]]);
      if (!need) throw notFound("合并成的需求");
      return new MergeNeedsSuccess(need);
    });
  }

  /** Those that are still in it stand for themselves again; what became of them meanwhile stays. */
  async unmerge({ needId, idempotencyKey: key }: UnmergeNeedsInput): Promise<UnmergeNeedsSuccess> {
    const { viewer, clock } = this;
    authorise(viewer, "need.merge");
    const id = needId.toLowerCase();
    return asViewer(this.db, viewer, async (tx) => {
      await this.#read(tx, [id]);
      const { needIds } = await once(
        tx,
        { viewer, clock },
        { operation: "unmergeNeeds", key, input: [id] },
        async () => ({ needIds: await this.#end(tx, id) }),
      );
      return new UnmergeNeedsSuccess(await tx.query<NeedView[]>(BY_IDS, [needIds]));
    });
  }

  async #end(tx: EntityManager, id: string): Promise<string[]> {
    const members = await tx.query<{ id: string }[]>(
      `select need_id as id from need_merger_child where merger_id = $1 and left_at is null`,
      [id],
    );
    if (members.length === 0) throw new Rejection(new NotMerged());
    await holdPromises(tx, [id]);
    // Children first: a publication that changes one holds it before it waits for the merger.
    const children = await this.#lock(
      tx,
      members.map((member) => member.id),
    );
    const [merged] = await this.#lock(tx, [id]);
    if (merged === undefined || merged.state === "WITHDRAWN") throw new Rejection(new NotMerged());
    if (merged.state === "MERGED") throw new Rejection(new NeedAlreadyMerged([merged]));
    await requireFree(tx, [id]);
    const standing = children.filter(({ state }) => state === "MERGED").map((child) => child.id);
    await endMerger(tx, { viewer: this.viewer, now: this.clock.now(), id, children: standing });
    return standing;
  }

  async #lockForMerging(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await holdPromises(tx, ids);
    const needs = await this.#lock(tx, ids);
    if (needs.some(({ state }) => state === "WITHDRAWN")) throw new Rejection(new NeedAlreadyWithdrawn());
    const merged = needs.filter(({ state }) => state === "MERGED");
    if (merged.length > 0) throw new Rejection(new NeedAlreadyMerged(merged));
    await requireFree(tx, ids);
  }

  /** Row security would let the lock pass those rows alone that the viewer may write: permission comes first. */
  async #lock(tx: EntityManager, ids: readonly string[]): Promise<NeedView[]> {
    await this.#read(tx, ids);
    return tx.query<NeedView[]>(`${BY_IDS} for update of r`, [ids]);
  }

  /** @throws NOT_FOUND, FORBIDDEN where one of them is outside the viewer's scope */
  async #read(tx: EntityManager, ids: readonly string[]): Promise<void> {
    const needs = await tx.query<NeedView[]>(BY_IDS, [ids]);
    for (const { unitId, unitAreaCode: areaCode } of needs) {
      authorise(this.viewer, "need.merge", { unitId, areaCode });
    }
    if (needs.length < ids.length || !needs.every((need) => isVisible(this.viewer, need))) {
      throw notFound("其中的需求");
    }
  }
}
