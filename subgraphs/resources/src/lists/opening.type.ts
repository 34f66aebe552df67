import { parseOpening } from "@gongjian/shared/import/values/recurrence/parse-opening";
import { LocalDate } from "@gongjian/shared/local-date";
import { Field, ObjectType } from "type-graphql";

@ObjectType({ description: "开放时间的一条规则。One rule of opening times." })
export class OpeningRule {
  @Field(() => String, {
    description: "RFC 5545 重复规则，如 FREQ=WEEKLY;BYDAY=SA。An RRULE without DTSTART.",
  })
  readonly rrule!: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "隔周的规则从这一天算起。The first day, for rules that hang on it (every second week).",
  })
  readonly start!: string | null;

  @Field(() => String, { nullable: true, description: "开始时刻 HH:MM。Null: no hour was named." })
  readonly from!: string | null;

  @Field(() => String, { nullable: true, description: "结束时刻 HH:MM。Null: no hour was named." })
  readonly to!: string | null;

  @Field(() => Boolean, { description: "结束时刻在次日。It ends on the next day." })
  readonly nextDay!: boolean;

  @Field(() => Boolean, {
    description: "时刻是“上午”“晚上”等词通常的意思。The hours are what a word such as 上午 usually means.",
  })
  readonly approximate!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      "只在这段时间内，如寒暑假、学期内；日期不猜。Only within this named period; its dates are not guessed.",
  })
  readonly within!: string | null;
}

@ObjectType({ description: "从原文读出的时间。What the text about times was read as." })
export class Opening {
  @Field(() => [OpeningRule], { description: "没有读懂时为空。None where the text was not understood." })
  readonly rules!: readonly OpeningRule[];

  @Field(() => [String], { description: "除外的时间。What is taken out again." })
  readonly exceptions!: readonly string[];

  @Field(() => String, {
    description:
      "读出的意思，供核对；没有读懂时是原文。The meaning in words; the text itself where it was not understood.",
  })
  readonly meaning!: string;

  @Field(() => Boolean, {
    description: "整段原文是否都读懂了。Whether every word of the text was understood.",
  })
  readonly understood!: boolean;
}

/** What a line's text about times says; null where it has none. Read anew each time, so that it fits the text. */
export function openingOf(schedule: string): Opening | null {
  if (schedule === "") return null;
  const opening = parseOpening(schedule);
  return { ...opening, meaning: opening.understood ? opening.meaning : schedule };
}
