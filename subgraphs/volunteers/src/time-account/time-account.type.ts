import { connectionOf } from "@gongjian/shared/connection";
import { UserError } from "@gongjian/shared/user-error";
import { IsUUID, Max, Min } from "class-validator";
import {
  createUnionType,
  Directive,
  Field,
  GraphQLISODateTime,
  ID,
  InputType,
  Int,
  ObjectType,
} from "type-graphql";

@Directive('@key(fields: "id")')
@ObjectType({ description: "时间账户，一人或一单位一个。An account in the time bank, one per owner." })
export class TimeAccount {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => Int, { description: "余额（分钟），可以为负。Balance in minutes; may be negative." })
  readonly balanceMinutes!: number;

  @Field(() => Int, { description: "可透支的分钟数。How far below zero the balance may go." })
  readonly creditLimitMinutes!: number;

  @Field(() => GraphQLISODateTime, { description: "开户时间。When it was opened." })
  readonly openedAt!: Date;
}

@ObjectType({ description: "账户的一笔变动。One line of an account's statement." })
export class TimeMovement {
  @Field(() => Int, { description: "账户内的序号，从 1 起不间断。Number within the account, without gaps." })
  readonly sequence!: number;

  @Field(() => Int, { description: "变动的分钟数，转出为负。Minutes moved; negative when paid out." })
  readonly minutes!: number;

  @Field(() => Int, { description: "变动后的余额。Balance after this movement." })
  readonly balanceAfterMinutes!: number;

  @Field(() => ID, { description: "所属转账。The transfer it is a side of." })
  readonly transferId!: string;

  @Field(() => String, { nullable: true, description: "转账附言。What the payer wrote." })
  readonly note!: string | null;

  @Field(() => GraphQLISODateTime)
  readonly occurredAt!: Date;
}

export const TimeMovementConnection = connectionOf(() => TimeMovement, "TimeMovement");
export type TimeMovementConnection = InstanceType<typeof TimeMovementConnection>;

@InputType({ description: "开立时间账户，志愿者与单位二者取一。Opens an account for exactly one owner." })
export class OpenTimeAccountInput {
  @Field(() => ID, { nullable: true })
  @IsUUID()
  readonly volunteerId?: string | null;

  @Field(() => ID, { nullable: true })
  @IsUUID()
  readonly organisationId?: string | null;

  @Field(() => Int, { defaultValue: 0, description: "可透支的分钟数。How far below zero it may go." })
  @Min(0)
  @Max(6_000_000)
  readonly creditLimitMinutes!: number;
}

@ObjectType()
export class OpenTimeAccountSuccess {
  @Field(() => TimeAccount)
  readonly account: TimeAccount;

  constructor(account: TimeAccount) {
    this.account = account;
  }
}

@ObjectType({ implements: UserError, description: "已有时间账户。The owner has an account already." })
export class TimeAccountExists extends UserError {
  constructor() {
    super("TIME_ACCOUNT_EXISTS", "这名志愿者或这家单位已有时间账户。");
  }
}

@ObjectType({ implements: UserError, description: "找不到户主。No such volunteer or organisation." })
export class TimeAccountOwnerNotFound extends UserError {
  constructor() {
    super("OWNER_NOT_FOUND", "找不到要开户的志愿者或单位。");
  }
}

export const OpenTimeAccountResult = createUnionType({
  name: "OpenTimeAccountResult",
  types: () => [OpenTimeAccountSuccess, TimeAccountExists, TimeAccountOwnerNotFound] as const,
});
