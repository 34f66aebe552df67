import type { DataSource } from "typeorm";
import type { Viewer } from "@gongjian/shared/viewer";

/** A transfer on its way to the ledger. */
export interface Posting {
  readonly id: string;
  readonly viewer: Viewer;
  readonly payerId: string;
  readonly payeeId: string;
  readonly minutes: number;
  readonly idempotencyKey: string;
  readonly note: string | null;
  readonly occurredAt: string;
}

/** What `post_transfers` says of one transfer. */
export type PostingOutcome =
  | {
      readonly outcome: "POSTED";
      readonly transferId: string;
      readonly occurredAt: Date;
      readonly payerBalance: number;
      readonly payeeBalance: number;
    }
  | { readonly outcome: "INSUFFICIENT_TIME"; readonly available: number }
  | { readonly outcome: "IDEMPOTENCY_CONFLICT" | "FORBIDDEN" };

const POST = `
  select ordinal, outcome, transfer_id as "transferId", occurred_at as "occurredAt",
    payer_balance as "payerBalance", payee_balance as "payeeBalance", available
  from post_transfers($1)
`;

/**
 * Posts a batch in one statement that is its own transaction, so that accounts stay locked for no round
 * trip. The answers come in the order of the batch.
 */
export async function post(db: DataSource, batch: readonly Posting[]): Promise<PostingOutcome[]> {
  const items = batch.map(({ viewer, ...posting }) => ({
    ...posting,
    actor: viewer.subject,
    role: viewer.role,
    area: viewer.areaCode,
  }));
  const rows = await db.query<(PostingOutcome & { ordinal: number })[]>(POST, [JSON.stringify(items)]);
  return rows.sort((a, b) => a.ordinal - b.ordinal);
}

/**
 * Lock time-out, deadlock, serialisation, cancelled by time-out, server going away: nothing was written, or
 * it is not known whether it was. Both may be sent again, because the idempotency key tells a repeat.
 */
const TRANSIENT_STATES = new Set(["55P03", "40P01", "40001", "57014", "57P01", "57P02", "57P03"]);
const CONNECTION_CLASS = "08";
const CONNECTION_LOST = /ECONNRESET|EPIPE|Connection terminated|timeout exceeded when trying to connect/;

export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  return (
    TRANSIENT_STATES.has(code) || code.startsWith(CONNECTION_CLASS) || CONNECTION_LOST.test(error.message)
  );
}

function codeOf(error: Error): string {
  const { code, driverError } = error as { code?: unknown; driverError?: { code?: unknown } };
  const found = driverError?.code ?? code;
  return typeof found === "string" ? found : "";
}
