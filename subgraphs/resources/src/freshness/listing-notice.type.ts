import { connectionOf } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { IsUUID } from "class-validator";
import {
  createUnionType,
  Field,
  GraphQLISODateTime,
  ID,
  InputType,
  ObjectType,
  registerEnumType,
} from "type-graphql";

export enum ListingNoticeKind {
  EXPIRES_IN_7_DAYS = "EXPIRES_IN_7_DAYS",
  EXPIRES_IN_1_DAY = "EXPIRES_IN_1_DAY",
  CONFIRMATION_DUE = "CONFIRMATION_DUE",
}
registerEnumType(ListingNoticeKind, {
  name: "ListingNoticeKind",
  description: "提醒的是什么。What a notice is about.",
  valuesConfig: {
    EXPIRES_IN_7_DAYS: { description: "7 天内到期。It ends within 7 days." },
    EXPIRES_IN_1_DAY: { description: "明天到期，或已到期。It ends tomorrow, or has ended." },
    CONFIRMATION_DUE: { description: "该确认还有没有效。It is to be confirmed." },
  },
});

@ObjectType({
  description:
    "给单位的提醒，只在平台里看，不发短信或邮件。A notice to a unit; it is shown here and sent nowhere else.",
})
export class ListingNotice {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => ListingNoticeKind, { description: "提醒的是什么。What it is about." })
  readonly kind!: `${ListingNoticeKind}`;

  @Field(() => LocalDate, { description: "到期或该确认的日期。The day it is about." })
  readonly dueOn!: string;

  @Field(() => GraphQLISODateTime, { description: "何时提醒的。When it was given." })
  readonly noticedAt!: Date;
}

export const ListingNoticeConnection = connectionOf(() => ListingNotice, "ListingNotice");
export type ListingNoticeConnection = InstanceType<typeof ListingNoticeConnection>;

@InputType()
export class DismissListingNoticeInput {
  @Field(() => ID)
  @IsUUID()
  readonly noticeId!: string;
}

@ObjectType({ description: "已收起，不再列出；再收一次也一样。Put away; doing it again changes nothing." })
export class DismissListingNoticeSuccess {
  @Field(() => ListingNotice)
  readonly notice: ListingNotice;

  constructor(notice: ListingNotice) {
    this.notice = notice;
  }
}

export const DismissListingNoticeResult = createUnionType({
  name: "DismissListingNoticeResult",
  types: () => [DismissListingNoticeSuccess] as const,
});
