import { RequestKeyReused } from "@gongjian/shared/request-key";
import { ArrayMaxSize, ArrayNotEmpty, IsOptional, IsUUID, Length } from "class-validator";
import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { FilingRoundClosed } from "./filing-round.type.ts";
import { FilingReminder } from "./filing.type.ts";

@InputType({ description: "提醒还没有报齐的单位。Reminds units that still owe lists." })
export class RemindUnitsInput {
  @Field(() => ID)
  readonly roundId!: string;

  @Field(() => [ID], {
    nullable: true,
    description: "哪些单位，不填为全部没报齐的。Which units; by default all that are silent.",
  })
  @IsOptional()
  @ArrayNotEmpty({ message: "至少一个单位" })
  @ArrayMaxSize(2_000, { message: "最多 2000 个单位" })
  @IsUUID(undefined, { each: true, message: "应为单位的 id" })
  readonly unitIds?: string[] | null;

  @Field(() => ID, { description: "幂等键：重发得到同样的答复。A repeat gets the same answer." })
  @Length(1, 100)
  readonly idempotencyKey!: string;
}

/** How a round of reminders went. */
export interface RemindCounts {
  readonly remindedCount: number;
  readonly remindedBeforeCount: number;
  readonly notSilentCount: number;
}

@ObjectType({
  description:
    "已提醒：单位在系统内看到。一个单位一轮一天最多一次。Notices are left; at most one a unit, round and day.",
})
export class RemindUnitsSuccess {
  @Field(() => Int, { description: "这次提醒的单位数。Units reminded now." })
  readonly remindedCount: number;

  @Field(() => Int, { description: "今天已提醒过、这次跳过的。Skipped: reminded earlier today." })
  readonly remindedBeforeCount: number;

  @Field(() => Int, { description: "指名而已报齐或没有义务、跳过的。Skipped: named, but owe nothing." })
  readonly notSilentCount: number;

  constructor({ remindedCount, remindedBeforeCount, notSilentCount }: RemindCounts) {
    this.remindedCount = remindedCount;
    this.remindedBeforeCount = remindedBeforeCount;
    this.notSilentCount = notSilentCount;
  }
}

@InputType({ description: "单位确认收到提醒。The unit acknowledges a reminder." })
export class AcknowledgeReminderInput {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType({ description: "已确认；重复确认保留首次的时间。Acknowledged; the first time stands." })
export class AcknowledgeReminderSuccess {
  @Field(() => FilingReminder)
  readonly reminder: FilingReminder;

  constructor(reminder: FilingReminder) {
    this.reminder = reminder;
  }
}

export const RemindUnitsResult = createUnionType({
  name: "RemindUnitsResult",
  types: () => [RemindUnitsSuccess, FilingRoundClosed, RequestKeyReused] as const,
});
