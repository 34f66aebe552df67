import { isId } from "@gongjian/shared/id";
import { createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import { may, type Viewer } from "@gongjian/shared/viewer";
import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import type { TimeAccountRow } from "./time-account.row.ts";

/** An account with what permission depends on: whose it is and where the owner belongs. */
export interface OwnedAccount extends TimeAccountRow {
  readonly subject: string | null;
  readonly areaCode: string;
}

export type TimeAccountLoader = DataLoader<string, OwnedAccount | null>;

const ACCOUNTS = `
  select a.id, a.volunteer_id as "volunteerId", a.unit_id as "unitId", a.balance_minutes as "balanceMinutes",
    a.credit_limit_minutes as "creditLimitMinutes", a.movement_count as "movementCount",
    a.opened_at as "openedAt", v.subject, coalesce(v.area_code, u.area_code) as "areaCode"
  from time_account a
    left join volunteer v on v.id = a.volunteer_id
    left join unit u on u.id = a.unit_id
`;

export function readAccounts(db: DataSource, ids: readonly string[]): Promise<OwnedAccount[]> {
  return db.query<OwnedAccount[]>(`${ACCOUNTS} where a.id = any($1)`, [ids.filter(isId)]);
}

export function maySeeAccount(viewer: Viewer, { subject, areaCode }: OwnedAccount): boolean {
  return may(viewer, "timeAccount.read", { subject, areaCode });
}

/** Accounts that the viewer may see, by id. */
export function createAccountLoader(db: DataSource, viewer: Viewer): TimeAccountLoader {
  return visibleAccounts(viewer, (ids) => readAccounts(db, ids), [({ id }) => id]);
}

/** Accounts that the viewer may see, by the volunteer or the organisation that owns them. */
export function createAccountOfOwnerLoader(db: DataSource, viewer: Viewer): TimeAccountLoader {
  return visibleAccounts(
    viewer,
    (owners) =>
      db.query(`${ACCOUNTS} where a.volunteer_id = any($1) or a.unit_id = any($1)`, [owners.filter(isId)]),
    [({ volunteerId }) => volunteerId, ({ unitId }) => unitId],
  );
}

function visibleAccounts(
  viewer: Viewer,
  read: (keys: readonly string[]) => Promise<OwnedAccount[]>,
  keysOf: readonly ((account: OwnedAccount) => string | null)[],
): TimeAccountLoader {
  return new DataLoader(async (keys) => {
    if (!may(viewer, "timeAccount.read")) return keys.map(() => null);
    const byKey = new Map<string | null, OwnedAccount>();
    for (const account of await read(keys)) {
      if (maySeeAccount(viewer, account)) for (const keyOf of keysOf) byKey.set(keyOf(account), account);
    }
    return keys.map((key) => byKey.get(key.toLowerCase()) ?? null);
  });
}

/** A movement with the words of its transfer. */
export interface StatementRow {
  readonly sequence: number;
  readonly minutes: number;
  readonly balanceAfterMinutes: number;
  readonly transferId: string;
  readonly note: string | null;
  readonly occurredAt: Date;
}

/** Statements, newest first. */
export function createStatementLoader(db: DataSource): PageLoader<StatementRow> {
  return createPageLoader<StatementRow>(db, {
    columns: `m.sequence, m.minutes, m.balance_after_minutes as "balanceAfterMinutes",
      m.transfer_id as "transferId", t.note, t.occurred_at as "occurredAt"`,
    from: "time_movement m join time_transfer t on t.id = m.transfer_id",
    belongs: "m.account_id = page.parent",
    parent: "uuid",
    order: { column: "m.sequence", field: "sequence", type: "integer", direction: "desc" },
  });
}
