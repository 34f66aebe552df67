import type { EntityManager } from "typeorm";
import { ImportRefused } from "./import-refused.ts";
import type { ImportScope } from "./list-definition.ts";

/** How long a key is remembered. */
const KEPT = "30 days";

interface RequestRow {
  readonly input_hash: string;
  readonly report: string;
}

/**
 * The report (UTF-8 JSON) that this key was answered with, or null. Holds the key until the transaction ends, so that of
 * two sends at once the second waits and gets the first one's report.
 *
 * @throws IDEMPOTENCY_CONFLICT if the key came with another input
 */
export async function reportOfKey(
  tx: EntityManager,
  actor: string,
  key: string,
  inputHash: string,
): Promise<Buffer | null> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 1))`, [JSON.stringify([actor, key])]);
  const [known] = await tx.query<RequestRow[]>(
    `select input_hash, report from import_request where actor = $1 and key = $2`,
    [actor, key],
  );
  if (!known) return null;
  if (known.input_hash !== inputHash) {
    throw new ImportRefused(
      "IDEMPOTENCY_CONFLICT",
      "这个 Idempotency-Key 已用于另一份内容或另一组参数。换了内容请换一个新的键。",
      409,
    );
  }
  return Buffer.from(known.report);
}

/** Kept as text and not as jsonb: a repeat gets the same bytes. */
export async function rememberReport(
  tx: EntityManager,
  { viewer, clock }: Pick<ImportScope, "viewer" | "clock">,
  key: string,
  inputHash: string,
  report: Buffer,
): Promise<void> {
  const now = clock.now().toISOString();
  await tx.query(`delete from import_request where created_at < $1::timestamptz - interval '${KEPT}'`, [now]);
  await tx.query(
    `insert into import_request (actor, key, input_hash, report, created_at) values ($1, $2, $3, $4, $5)`,
    [viewer.subject, key, inputHash, report, now],
  );
}
