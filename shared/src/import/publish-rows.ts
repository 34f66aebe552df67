import type { EntityManager } from "typeorm";
import { ahead } from "./ahead.ts";
import type { ImportProgress } from "./import-list.ts";
import type { ImportRow } from "./import-row.ts";
import type { ImportScope, KnownRow } from "./list-definition.ts";
import type { RowBatch } from "./read-rows.ts";
import type { ImportProblem } from "./report.ts";
import { isTaken, settled, type SettledBatch, type Settling } from "./settle-rows.ts";
import { refuseSecond, type StagedBatch } from "./store-rows.ts";

interface Publishing<V extends object> extends Settling<V> {
  readonly tx: EntityManager;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/**
 * Takes the batches of an upload into its list, behind the savepoint `before_list`.
 *
 * @returns false: refused rows kept the whole list out, and nothing was stored
 */
export async function publishRows<V extends object>(publishing: Publishing<V>): Promise<boolean> {
  const { tx, log, onProgress } = publishing;
  await tx.query("savepoint before_list");
  const publisher = new Publisher(publishing);
  for await (const batch of ahead(settled(publishing))) {
    await publisher.take(batch);
    onProgress?.({ rows: log.counts.total, refused: log.counts.refused });
  }
  return publisher.end();
}

class Publisher<V extends object> {
  /** Rows that are refused for what they say, not for being there twice. */
  #faulty = 0;
  #stored = 0;

  constructor(private readonly publishing: Publishing<V>) {}

  async take({ rows, known, scope, settle, staged }: SettledBatch<V>): Promise<void> {
    const { tx, log } = this.publishing;
    if (known.length > 0) await this.#takeKnown(known, scope);
    await settle?.(tx);
    const taken = rows.filter(isTaken);
    this.#faulty += rows.filter(isFaulty).length;
    if (taken.length > 0 && !this.#isLost(rows.length - taken.length)) {
      await this.#store(taken, staged, scope);
    }
    for (const row of rows) log.add(row);
  }

  /** @returns whether the list was taken */
  async end(): Promise<boolean> {
    const { tx, definition, scope, log } = this.publishing;
    if (this.#isLost(0)) {
      await tx.query("rollback to savepoint before_list");
      log.dropOutcomes();
      return false;
    }
    if (scope.mode === "replace" && definition.streamed && this.#faulty === 0) {
      log.addWithdrawn(await definition.streamed.withdrawMissing(tx, scope));
    }
    if (scope.mode === "replace" && this.#faulty > 0) log.addNotice(withdrawalHeld(this.#faulty));
    return this.#stored > 0;
  }

  async #store(taken: ImportRow<V>[], staged: StagedBatch | null, scope: ImportScope): Promise<void> {
    const { tx, definition, log } = this.publishing;
    this.#stored += taken.length;
    if (staged) {
      await definition.streamed?.store(tx, staged, taken, scope);
      return;
    }
    const stored = await definition.store?.(
      tx,
      taken,
      this.#faulty > 0 ? { ...scope, mode: "merge" } : scope,
    );
    log.addWithdrawn(stored?.withdrawn ?? 0);
  }

  async #takeKnown(known: RowBatch<V>["known"], scope: ImportScope): Promise<void> {
    const { tx, definition, log } = this.publishing;
    const fresh: KnownRow[] = [];
    for (const { ordinal, row } of known) {
      const first = scope.session.targets.lookup(row.id);
      if (first !== null) {
        log.addSecond(ordinal, (second) => {
          refuseSecond(second, log.placeOf(first));
        });
        continue;
      }
      scope.session.targets.note(ordinal);
      scope.session.countsOf(row.unitId).unchanged += 1;
      log.addKnown(ordinal, row);
      fresh.push(row);
    }
    await definition.streamed?.confirm(tx, fresh, scope);
    this.#stored += fresh.length;
  }

  /** All or nothing, and a row is refused already. */
  #isLost(refusedInBatch: number): boolean {
    const { scope, log } = this.publishing;
    return scope.rows === "all" && log.counts.refused + refusedInBatch > 0;
  }
}

function isFaulty({ isRefused, problems }: ImportRow): boolean {
  return isRefused && !problems.some(({ code }) => code === "DUPLICATE_ROW" || code === "LIKELY_DUPLICATE");
}

/** A row that is refused cannot be told from one that is missing, so nothing is withdrawn beside it. */
function withdrawalHeld(refused: number): ImportProblem {
  return {
    sheet: null,
    row: 1,
    column: null,
    field: null,
    heading: null,
    severity: "NOTICE",
    code: "WITHDRAWAL_HELD",
    message: `有 ${refused} 行被退回，分不清哪些该撤下，本次没有撤下任何条目。`,
    suggestion: "改好被退回的行，再以 replace 方式重发。",
    value: null,
  };
}
