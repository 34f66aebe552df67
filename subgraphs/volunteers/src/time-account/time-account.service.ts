import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput, forbidden } from "@gongjian/shared/errors";
import { newId } from "@gongjian/shared/id";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { violates } from "../constraint.ts";
import { accountReaderOf } from "./account-reader.ts";
import { postingQueueOf } from "./posting-queue.ts";
import type { PostingOutcome } from "./posting.ts";
import { maySeeAccount, readAccounts, type OwnedAccount } from "./time-account.loader.ts";
import { TimeAccountRow } from "./time-account.row.ts";
import {
  OpenTimeAccountSuccess,
  TimeAccountExists,
  TimeAccountOwnerNotFound,
  type OpenTimeAccountInput,
} from "./time-account.type.ts";
import {
  AccountNotFound,
  IdempotencyConflict,
  InsufficientTime,
  SameAccount,
  TimeBankBusy,
  TransferTimeSuccess,
  type TransferTimeInput,
} from "./transfer-time.type.ts";

/** The use cases of the time bank. */
export class TimeAccountService {
  constructor(private readonly scope: RequestScope) {}

  async find(id: string): Promise<OwnedAccount | null> {
    const { db, viewer } = this.scope;
    authorise(viewer, "timeAccount.read");
    const [account] = await readAccounts(db, [id]);
    if (!account) return null;
    authorise(viewer, "timeAccount.read", account);
    return account;
  }

  async open(input: OpenTimeAccountInput): Promise<OpenTimeAccountSuccess> {
    const { db, viewer, clock } = this.scope;
    const { volunteerId = null, organisationId: unitId = null, creditLimitMinutes } = input;
    authorise(viewer, "timeAccount.open");
    if ((volunteerId === null) === (unitId === null)) {
      throw badInput("volunteerId 与 organisationId 必须且只能填一个。");
    }
    return asViewer(db, viewer, async (tx) => {
      const areaCode = await areaOfOwner(tx, volunteerId, unitId);
      if (areaCode === null) throw new Rejection(new TimeAccountOwnerNotFound());
      authorise(viewer, "timeAccount.open", { areaCode, unitId });

      const account: TimeAccountRow = {
        id: newId(),
        volunteerId,
        unitId,
        balanceMinutes: 0,
        creditLimitMinutes,
        movementCount: 0,
        openedAt: clock.now(),
      };
      await insertAccount(tx, account);
      return new OpenTimeAccountSuccess(account);
    });
  }

  /**
   * Moves minutes from payer to payee. The posting itself (limit, idempotency key, both movements) is one
   * statement in the database, which checks the permission once more.
   */
  async transfer(input: TransferTimeInput): Promise<TransferTimeSuccess> {
    const { db, viewer, clock } = this.scope;
    authorise(viewer, "time.transfer");
    const payerId = input.payerId.toLowerCase();
    const payeeId = input.payeeId.toLowerCase();

    const accounts = accountReaderOf(db);
    const [payer, payee] = await Promise.all([accounts.load(payerId), accounts.load(payeeId)]);
    if (!payer) throw new Rejection(new AccountNotFound("PAYER"));
    authorise(viewer, "time.transfer", { subject: payer.subject, areaCode: payer.areaCode });
    if (!payee) throw new Rejection(new AccountNotFound("PAYEE"));
    if (payerId === payeeId) throw new Rejection(new SameAccount());

    const { minutes, idempotencyKey, note = null } = input;
    const outcome = await postingQueueOf(db).post({
      id: newId(),
      viewer,
      payerId,
      payeeId,
      minutes,
      idempotencyKey,
      note,
      occurredAt: clock.now().toISOString(),
    });
    const { transferId, occurredAt, payerBalance, payeeBalance } = posted(outcome);
    return new TransferTimeSuccess(
      transferId,
      occurredAt,
      { ...payer, balanceMinutes: payerBalance },
      maySeeAccount(viewer, payee) ? { ...payee, balanceMinutes: payeeBalance } : null,
    );
  }
}

function posted(outcome: PostingOutcome | "BUSY"): Extract<PostingOutcome, { outcome: "POSTED" }> {
  if (outcome === "BUSY") throw new Rejection(new TimeBankBusy());
  switch (outcome.outcome) {
    case "POSTED":
      return outcome;
    case "INSUFFICIENT_TIME":
      throw new Rejection(new InsufficientTime(outcome.available));
    case "IDEMPOTENCY_CONFLICT":
      throw new Rejection(new IdempotencyConflict());
    case "FORBIDDEN":
      throw forbidden();
  }
}

async function areaOfOwner(
  tx: EntityManager,
  volunteerId: string | null,
  unitId: string | null,
): Promise<string | null> {
  const [owner] = await tx.query<{ area_code: string }[]>(
    `select area_code from volunteer where id = $1 union all select area_code from unit where id = $2`,
    [volunteerId, unitId],
  );
  return owner?.area_code ?? null;
}

async function insertAccount(tx: EntityManager, account: TimeAccountRow): Promise<void> {
  try {
    await tx.insert(TimeAccountRow, account);
  } catch (error) {
    if (violates(error, "time_account_volunteer_key") || violates(error, "time_account_unit_key")) {
      throw new Rejection(new TimeAccountExists());
    }
    throw error;
  }
}
