import { UserError } from "@gongjian/shared/user-error";
import { IsUUID, Length, Max, MaxLength, Min } from "class-validator";
import { createUnionType, Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from "type-graphql";
import { TimeAccount } from "./time-account.type.ts";

@InputType({ description: "转让时间。Moves minutes from one account to another." })
export class TransferTimeInput {
  @Field(() => ID, { description: "付出的账户。The account that gives." })
  @IsUUID()
  readonly payerId!: string;

  @Field(() => ID, { description: "收进的账户。The account that receives." })
  @IsUUID()
  readonly payeeId!: string;

  @Field(() => Int, { description: "分钟数，1 起。Minutes, at least 1." })
  @Min(1)
  @Max(1_000_000)
  readonly minutes!: number;

  @Field(() => ID, {
    description: "幂等键：同一调用者用同一键重发，只转一次。The same caller and key move time once.",
  })
  @Length(1, 100)
  readonly idempotencyKey!: string;

  @Field(() => String, { nullable: true, description: "附言，双方可见。A note that both sides see." })
  @MaxLength(200)
  readonly note?: string | null;
}

@ObjectType({ description: "转账已入账；重发得到同样的答复。Posted; a repeat gets the same answer." })
export class TransferTimeSuccess {
  @Field(() => ID)
  readonly transferId: string;

  @Field(() => GraphQLISODateTime)
  readonly occurredAt: Date;

  @Field(() => TimeAccount, {
    description: "付方，余额为本次转账之后的。The payer, as this transfer left it.",
  })
  readonly payer: TimeAccount;

  @Field(() => TimeAccount, {
    nullable: true,
    description: "收方，余额为本次转账之后的；无权查看时为空。Null for those who may not see the account.",
  })
  readonly payee: TimeAccount | null;

  constructor(transferId: string, occurredAt: Date, payer: TimeAccount, payee: TimeAccount | null) {
    this.transferId = transferId;
    this.occurredAt = occurredAt;
    this.payer = payer;
    this.payee = payee;
  }
}

@ObjectType({ implements: UserError, description: "余额不足。The payer would pass the credit limit." })
export class InsufficientTime extends UserError {
  @Field(() => Int, { description: "还可动用的分钟数。Minutes the payer may still spend." })
  readonly availableMinutes: number;

  constructor(availableMinutes: number) {
    super("INSUFFICIENT_TIME", `余额不足，还可动用 ${availableMinutes} 分钟。`);
    this.availableMinutes = availableMinutes;
  }
}

@ObjectType({ implements: UserError, description: "找不到账户。No such account." })
export class AccountNotFound extends UserError {
  constructor(readonly side: "PAYER" | "PAYEE") {
    super("ACCOUNT_NOT_FOUND", side === "PAYER" ? "找不到付方的时间账户。" : "找不到收方的时间账户。");
  }
}

@ObjectType({
  implements: UserError,
  description: "这个幂等键用过，内容不同。The key was used with another input.",
})
export class IdempotencyConflict extends UserError {
  constructor() {
    super("IDEMPOTENCY_CONFLICT", "这个幂等键已用于另一笔转账，换了内容请换一个新的键。");
  }
}

@ObjectType({ implements: UserError, description: "付方与收方相同。Payer and payee are one account." })
export class SameAccount extends UserError {
  constructor() {
    super("SAME_ACCOUNT", "付方与收方不能是同一个账户。");
  }
}

@ObjectType({
  implements: UserError,
  description: "一时太忙，请用同一个幂等键重发。Overloaded; send again with the same key.",
})
export class TimeBankBusy extends UserError {
  constructor() {
    super("TIME_BANK_BUSY", "时间银行一时太忙，请稍后用同一个幂等键重发，不会重复转账。");
  }
}

export const TransferTimeResult = createUnionType({
  name: "TransferTimeResult",
  types: () =>
    [
      TransferTimeSuccess,
      InsufficientTime,
      AccountNotFound,
      IdempotencyConflict,
      SameAccount,
      TimeBankBusy,
    ] as const,
});
