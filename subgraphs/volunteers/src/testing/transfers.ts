import type { TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import type { ExecutionResult } from "graphql";

export const TRANSFER = `
  mutation ($input: TransferTimeInput!) {
    transferTime(input: $input) {
      __typename
      ... on TransferTimeSuccess {
        transferId occurredAt payer { id balanceMinutes } payee { id balanceMinutes }
      }
      ... on UserError { code message }
      ... on InsufficientTime { availableMinutes }
    }
  }
`;

export interface TransferAnswer {
  transferTime: {
    __typename: string;
    transferId?: string;
    payer?: { balanceMinutes: number };
    payee?: { balanceMinutes: number } | null;
    code?: string;
    availableMinutes?: number;
  };
}

let keys = 0;

/** Sends one transfer, with a key of its own unless the input brings one. */
export function transfer(
  subgraph: Pick<TestSubgraph, "as">,
  input: object,
  viewer: Partial<Viewer> = { role: "SECRETARIAT" },
): Promise<ExecutionResult<TransferAnswer>> {
  keys += 1;
  return subgraph.as(viewer).query<TransferAnswer>(TRANSFER, {
    input: { idempotencyKey: `key-${keys}`, ...input },
  });
}

/** The whole ledger: every balance and what is wrong with it, which should be nothing. */
export async function ledger({ db }: TestSubgraph): Promise<{
  sum: number;
  transfers: number;
  movements: number;
  faults: number;
  belowLimit: number;
}> {
  const [row] = await db.query<
    [{ sum: number; transfers: number; movements: number; faults: number; belowLimit: number }]
  >(`
    select
      (select coalesce(sum(balance_minutes), 0)::integer from time_account) as sum,
      (select count(*)::integer from time_transfer) as transfers,
      (select count(*)::integer from time_movement) as movements,
      (select count(*)::integer from time_account where balance_minutes < -credit_limit_minutes)
        as "belowLimit",
      (select count(*)::integer from time_account a where
        a.balance_minutes <> (select coalesce(sum(minutes), 0) from time_movement where account_id = a.id)
        or a.movement_count <> (select count(*) from time_movement where account_id = a.id)
      ) as faults
  `);
  return row;
}
