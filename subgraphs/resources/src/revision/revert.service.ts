import { createHash } from "node:crypto";
import type { Clock } from "@gongjian/shared/clock";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput, notFound } from "@gongjian/shared/errors";
import { newId } from "@gongjian/shared/id";
import { ImportRefused } from "@gongjian/shared/import/import-refused";
import { rememberReport, reportOfKey } from "@gongjian/shared/import/import-request";
import { lockList } from "@gongjian/shared/import/lock-list";
import { recordUnits } from "@gongjian/shared/import/revisions/publication-units";
import { revertList, type RevertCounts } from "@gongjian/shared/import/revisions/revert-list";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { CONTACTS_KEPT_DAYS } from "./contact-revision.ts";
import { revisedList } from "./publication.service.ts";
import { RevertPublicationSuccess, RevertRefused, type RevertPublicationInput } from "./revert.type.ts";
import { findTarget, type RevertTarget } from "./revert-target.ts";
import type { RevisedList } from "./revised-lists.ts";

export interface RevertRequest {
  readonly list: string;
  readonly unitId: string | null;
  /** Back to what stood after this revision; null: to what stood before the latest one. */
  readonly publicationId: string | null;
  readonly dryRun: boolean;
  readonly idempotencyKey: string | null;
}

/** The answer to a revert; the same key gives the same one. */
export interface RevertReport {
  /** The new revision; null where nothing was written. */
  readonly id: string | null;
  readonly list: string;
  /** Null: several units. */
  readonly unitId: string | null;
  readonly dryRun: boolean;
  readonly published: boolean;
  readonly revertsTo: string | null;
  readonly counts: RevertCounts;
}

/** As for an import: longer than other work. */
const LIMITS = "set local statement_timeout = '60s'; set local lock_timeout = '30s'";

/** Bringing a list back to an earlier revision: it becomes a new revision of its own. */
export class RevertService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  /** The mutation. @throws Rejection of RevertRefused */
  async revertPublication(input: RevertPublicationInput): Promise<RevertPublicationSuccess> {
    const { list, dryRun, idempotencyKey } = input;
    const { unitId = null, publicationId = null, undo: last = null } = input;
    authorise(this.viewer, "list.publish");
    if ((publicationId === null) === (last === null)) throw badInput("publicationId 和 undo 请填其中一个。");
    try {
      const report = await this.revert({ list, unitId, publicationId, dryRun, idempotencyKey });
      return new RevertPublicationSuccess(report.counts, report.dryRun, report.id);
    } catch (error) {
      if (error instanceof ImportRefused) throw new Rejection(new RevertRefused(error.code, error.message));
      throw error;
    }
  }

  /**
   * @throws FORBIDDEN, NOT_FOUND, BAD_USER_INPUT
   * @throws ImportRefused NOTHING_TO_REVERT, IDEMPOTENCY_CONFLICT
   */
  async revert(request: RevertRequest): Promise<RevertReport> {
    authorise(this.viewer, "list.publish");
    const list = revisedList(request.list);
    const key = request.dryRun ? null : request.idempotencyKey;
    const inputHash = hashOf(request);
    return asViewer(this.db, this.viewer, async (tx) => {
      await tx.query(LIMITS);
      const earlier = key === null ? null : await reportOfKey(tx, this.viewer.subject, key, inputHash);
      if (earlier !== null) return JSON.parse(earlier.toString("utf8")) as RevertReport;

      const unitId = request.unitId ?? this.viewer.unitId;
      if (unitId !== null) await this.#authoriseUnits(tx, [unitId]);
      await lockList(tx, list.name, unitId);
      const target = await findTarget(tx, { ...request, unitId });
      if (unitId === null) await this.#authoriseUnits(tx, target.unitIds);
      const report = await this.#revert(tx, list, target, request, inputHash);
      if (key !== null) {
        await rememberReport(
          tx,
          { viewer: this.viewer, clock: this.clock },
          key,
          inputHash,
          Buffer.from(JSON.stringify(report)),
        );
      }
      return report;
    });
  }

  /** Whoever brings back a sheet of several units may publish for each of them. */
  async #authoriseUnits(tx: EntityManager, unitIds: readonly string[]): Promise<void> {
    const units = await tx.query<{ id: string; areaCode: string }[]>(
      `select id, area_code as "areaCode" from unit where id = any($1)`,
      [unitIds],
    );
    for (const unitId of unitIds) {
      const areaCode = units.find(({ id }) => id === unitId)?.areaCode ?? null;
      authorise(this.viewer, "list.publish", { unitId, areaCode });
    }
    if (units.length < unitIds.length) throw notFound("这个单位");
  }

  async #revert(
    tx: EntityManager,
    list: RevisedList,
    target: RevertTarget,
    { dryRun }: RevertRequest,
    inputHash: string,
  ): Promise<RevertReport> {
    const publicationId = newId();
    await tx.query("savepoint before_revert");
    const counts = await revertList(tx, list, {
      publicationId,
      unitIds: target.unitIds,
      after: target.after,
      now: this.clock.now(),
      isComplete: await areContactsKept(tx, list, target, this.clock.now()),
    });
    const { changed, withdrawn, restored } = counts;
    const isDifferent = changed + withdrawn + restored > 0;
    const published = isDifferent && !dryRun;
    if (isDifferent) await this.#record(tx, publicationId, list, target, counts, inputHash);
    if (!published) await undo(tx);
    return {
      id: published ? publicationId : null,
      list: list.name,
      unitId: onlyUnit(target),
      dryRun,
      published,
      revertsTo: target.publicationId,
      counts: { changed, withdrawn, restored },
    };
  }

  async #record(
    tx: EntityManager,
    id: string,
    { name }: RevisedList,
    target: RevertTarget,
    { changed, withdrawn, restored }: RevertCounts,
    inputHash: string,
  ): Promise<void> {
    const counts = {
      total: changed + withdrawn + restored,
      new: 0,
      changed: changed + restored,
      unchanged: 0,
      withdrawn,
      refused: 0,
      corrected: 0,
    };
    const { subject, role } = this.viewer;
    const unitId = onlyUnit(target);
    await tx.query(
      `insert into publication
         (id, list, unit_id, actor, role, mode, input_hash, counts, published_at, reverts_to)
       values ($1, $2, $3, $4, $5, 'revert', $6, $7, $8, $9)`,
      [
        id,
        name,
        unitId,
        subject,
        role,
        inputHash,
        JSON.stringify(counts),
        this.clock.now(),
        target.publicationId,
      ],
    );
    if (unitId === null) await recordUnits(tx, id, target.unitIds);
  }
}

function onlyUnit({ unitIds }: RevertTarget): string | null {
  return unitIds.length === 1 ? (unitIds[0] ?? null) : null;
}

/** Deferred constraints speak first, or a dry run would promise what a revert cannot keep. */
async function undo(tx: EntityManager): Promise<void> {
  await tx.query("set constraints all immediate");
  await tx.query("rollback to savepoint before_revert");
}

/** Contacts that were overwritten too long ago are no longer known; their lines are then not what was sent. */
async function areContactsKept(
  tx: EntityManager,
  { name, beside }: RevisedList,
  { after, unitIds }: RevertTarget,
  now: Date,
): Promise<boolean> {
  if (beside === undefined) return true;
  const [lost] = await tx.query<object[]>(
    `select from publication p
     where p.list = $1 and p.number > $2 and (p.unit_id = any($3) or p.unit_id is null)
       and p.published_at < $4::timestamptz - make_interval(days => $5) limit 1`,
    [name, after, unitIds, now, CONTACTS_KEPT_DAYS],
  );
  return lost === undefined;
}

function hashOf({ list, unitId, publicationId }: RevertRequest): string {
  return createHash("sha256")
    .update(JSON.stringify(["revert", list, unitId, publicationId]))
    .digest("hex");
}
