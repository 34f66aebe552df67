import { PageArgs } from "@gongjian/shared/connection";
import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Committee } from "../committee/committee.type.ts";
import type { Context } from "../context.ts";
import { Organisation } from "../organisation/organisation.type.ts";
import type { FilingView } from "./filing.loader.ts";
import { Filing, FilingArgs, FilingConnection, FilingReminderConnection } from "./filing.type.ts";
import { AcknowledgeReminderInput, AcknowledgeReminderSuccess } from "./remind-units.type.ts";

@Resolver(() => Filing)
export class FilingResolver {
  @Query(() => FilingConnection, {
    description:
      "本单位各轮要报的清单，按要求先后；还欠哪些：state: SILENT。What the viewer's unit has to file.",
  })
  myFilings(
    @Args(() => FilingArgs) args: FilingArgs,
    @Ctx() { filings }: Context,
  ): Promise<FilingConnection> {
    return filings.mine(args);
  }

  @Mutation(() => AcknowledgeReminderSuccess, {
    description: "单位确认提醒。The unit acknowledges a reminder.",
  })
  acknowledgeReminder(
    @Arg("input", () => AcknowledgeReminderInput) input: AcknowledgeReminderInput,
    @Ctx() { reminders }: Context,
  ): Promise<AcknowledgeReminderSuccess> {
    return reminders.acknowledge(input);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: "单位。The unit." })
  unit(
    @Root() { organisationId }: FilingView,
    @Ctx() { organisationLoader }: Context,
  ): Promise<Organisation | null> {
    return organisationLoader.load(organisationId);
  }

  @FieldResolver(() => Committee, { nullable: true, description: "要求报送的党委。The committee that asks." })
  committee(
    @Root() { committeeId }: FilingView,
    @Ctx() { committeeLoader }: Context,
  ): Promise<Committee | null> {
    return committeeLoader.load(committeeId);
  }

  @FieldResolver(() => Int, {
    description: "到期限还有几天，过期为负。Days until the due date; negative when past.",
  })
  daysLeft(@Root() { dueOn }: FilingView, @Ctx() { filingRounds }: Context): number {
    return filingRounds.daysUntil(dueOn);
  }

  @FieldResolver(() => FilingReminderConnection, { description: "收到的提醒。Reminders it got." })
  reminders(
    @Root() filing: FilingView,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { filings }: Context,
  ): Promise<FilingReminderConnection> {
    return filings.reminders(filing, page);
  }
}
