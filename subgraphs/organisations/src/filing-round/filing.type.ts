import { connectionOf, PageArgs } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { ArgsType, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { FilingList, FilingState, ReminderOrigin } from "./filing-list.ts";
import "./filing-round.type.ts";

registerEnumType(FilingState, {
  name: "FilingState",
  description: "一个单位的一种清单在一轮里的状态。Where one list of a unit stands in a round.",
  valuesConfig: {
    FILED: { description: "已按期报送。Filed in time." },
    LATE: { description: "已报送，晚于期限。Filed after the due date." },
    SILENT: { description: "还没有报送。Not filed." },
  },
});

registerEnumType(ReminderOrigin, {
  name: "ReminderOrigin",
  description: "提醒的由来。Where a reminder came from.",
  valuesConfig: {
    MANUAL: { description: "党委发出。Sent by the committee." },
    AUTOMATIC: { description: "期限前 7 天、1 天自动发出。Automatic, 7 days and 1 day before." },
  },
});

@ObjectType({
  description:
    "催报提醒：单位在系统内看到并确认，不经短信等渠道。A notice in the app; no other channel is used.",
})
export class FilingReminder {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => [FilingList], { description: "当时还缺的清单。Lists that were missing then." })
  readonly lists!: FilingList[];

  @Field(() => ReminderOrigin, { description: "由来。Origin." })
  readonly origin!: ReminderOrigin;

  @Field(() => Date, { description: "发出时间。When it was sent." })
  readonly sentAt!: Date;

  @Field(() => Date, { nullable: true, description: "单位确认时间。When the unit acknowledged it." })
  readonly acknowledgedAt!: Date | null;
}

export const FilingReminderConnection = connectionOf(() => FilingReminder, "FilingReminder");
export type FilingReminderConnection = InstanceType<typeof FilingReminderConnection>;

@ObjectType({
  description:
    "报送：一个单位在一轮里要报的一种清单。原样重发也算已报。A list that a unit has to file in a round.",
})
export class Filing {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => FilingList, { description: "清单。The list." })
  readonly list!: FilingList;

  @Field(() => FilingState, { description: "状态。State." })
  readonly state!: FilingState;

  @Field(() => Date, { nullable: true, description: "轮次内首次发布的时间。First publication in the round." })
  readonly filedAt!: Date | null;

  @Field(() => ID, { nullable: true, description: "那次发布。That publication." })
  readonly publicationId!: string | null;

  @Field(() => ID, { description: "轮次。The round." })
  readonly roundId!: string;

  @Field(() => String, { description: "轮次名称。The round's name." })
  readonly roundName!: string;

  @Field(() => LocalDate, { description: "首日。First day of the round." })
  readonly opensOn!: string;

  @Field(() => LocalDate, { description: "期限，含当天。Last day in time." })
  readonly dueOn!: string;
}

export const FilingConnection = connectionOf(() => Filing, "Filing");
export type FilingConnection = InstanceType<typeof FilingConnection>;

@ArgsType()
export class FilingArgs extends PageArgs {
  @Field(() => FilingState, { nullable: true, description: "只要这种状态的。Only those in this state." })
  readonly state?: FilingState | null;
}

@ObjectType({ description: "还没有报齐的单位。A unit that still owes lists." })
export class SilentUnit {
  @Field(() => [FilingList], { description: "还缺的清单。Lists that are missing." })
  readonly missingLists!: FilingList[];

  @Field(() => Int, { description: "本轮已提醒几次。How often it was reminded in this round." })
  readonly remindersCount!: number;

  @Field(() => LocalDate, { nullable: true, description: "最近提醒的日子。Day of the last reminder." })
  readonly lastRemindedOn!: string | null;
}

export const SilentUnitConnection = connectionOf(() => SilentUnit, "SilentUnit");
export type SilentUnitConnection = InstanceType<typeof SilentUnitConnection>;
