import { PageArgs } from "@gongjian/shared/connection";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, Float, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Committee } from "../committee/committee.type.ts";
import type { Context } from "../context.ts";
import { FilingRoundState } from "./filing-list.ts";
import type { FilingRoundView } from "./filing-round.loader.ts";
import {
  CloseFilingRoundInput,
  CloseFilingRoundResult,
  FilingRound,
  FilingRoundConnection,
  OpenFilingRoundInput,
  OpenFilingRoundResult,
  type CloseFilingRoundSuccess,
  type OpenFilingRoundSuccess,
} from "./filing-round.type.ts";
import { FilingArgs, FilingConnection, SilentUnitConnection } from "./filing.type.ts";
import { RemindUnitsInput, RemindUnitsResult, type RemindUnitsSuccess } from "./remind-units.type.ts";

const HIDDEN = "无权看各单位时为空。Null for whoever may see the numbers only.";

@Resolver(() => FilingRound)
export class FilingRoundResolver {
  @Query(() => FilingRound, { nullable: true, description: "按 id 取一轮报送。A filing round by its id." })
  filingRound(
    @Arg("id", () => ID) id: string,
    @Ctx() { filingRounds }: Context,
  ): Promise<FilingRoundView | null> {
    return filingRounds.find(id);
  }

  @Query(() => FilingRoundConnection, { description: "党委的报送轮次，新的在前。A committee's rounds." })
  filingRounds(
    @Arg("committeeId", () => ID) committeeId: string,
    @Arg("state", () => FilingRoundState, { nullable: true }) state: FilingRoundState | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { filingRounds }: Context,
  ): Promise<FilingRoundConnection> {
    return filingRounds.list(committeeId, state ?? null, page);
  }

  @Mutation(() => OpenFilingRoundResult, { description: "开启一轮报送。Opens a filing round." })
  openFilingRound(
    @Arg("input", () => OpenFilingRoundInput) input: OpenFilingRoundInput,
    @Ctx() { filingRounds }: Context,
  ): Promise<OpenFilingRoundSuccess | UserError> {
    return settle(filingRounds.open(input));
  }

  @Mutation(() => CloseFilingRoundResult, { description: "截止一轮报送。Closes a filing round." })
  closeFilingRound(
    @Arg("input", () => CloseFilingRoundInput) input: CloseFilingRoundInput,
    @Ctx() { filingRounds }: Context,
  ): Promise<CloseFilingRoundSuccess | UserError> {
    return settle(filingRounds.close(input));
  }

  @Mutation(() => RemindUnitsResult, {
    description:
      "催报：给没报齐的单位留系统内提醒，不经短信等渠道。Leaves notices in the app; no other channel.",
  })
  remindUnits(
    @Arg("input", () => RemindUnitsInput) input: RemindUnitsInput,
    @Ctx() { reminders }: Context,
  ): Promise<RemindUnitsSuccess | UserError> {
    return settle(reminders.remind(input));
  }

  @FieldResolver(() => Committee, { nullable: true, description: "开启它的党委。The committee." })
  committee(
    @Root() { committeeId }: FilingRoundView,
    @Ctx() { committeeLoader }: Context,
  ): Promise<Committee | null> {
    return committeeLoader.load(committeeId);
  }

  @FieldResolver(() => Int, {
    description: "到期限还有几天，过期为负。Days until the due date; negative when past.",
  })
  daysLeft(@Root() { dueOn }: FilingRoundView, @Ctx() { filingRounds }: Context): number {
    return filingRounds.daysUntil(dueOn);
  }

  @FieldResolver(() => Float, {
    description: "报送率：报齐的单位（含迟报）占比，四位小数。Share of units that filed, late ones too.",
  })
  rate(@Root() { filedCount, dutiesCount }: FilingRoundView): number {
    return shareOf(filedCount, dutiesCount);
  }

  @FieldResolver(() => Float, {
    description: "按期报送率：全部清单按期报齐的单位占比，四位小数。Share of units that filed all in time.",
  })
  onTimeRate(@Root() { onTimeCount, dutiesCount }: FilingRoundView): number {
    return shareOf(onTimeCount, dutiesCount);
  }

  @FieldResolver(() => FilingConnection, {
    nullable: true,
    description: `各单位的各种清单，${HIDDEN}`,
  })
  filings(
    @Root() round: FilingRoundView,
    @Args(() => FilingArgs) args: FilingArgs,
    @Ctx() { filings }: Context,
  ): Promise<FilingConnection | null> {
    return filings.ofRound(round, args);
  }

  @FieldResolver(() => SilentUnitConnection, { nullable: true, description: `还没报齐的单位，${HIDDEN}` })
  silentUnits(
    @Root() round: FilingRoundView,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { filings }: Context,
  ): Promise<SilentUnitConnection | null> {
    return filings.silentUnits(round, "every", page);
  }

  @FieldResolver(() => SilentUnitConnection, {
    nullable: true,
    description: `本轮和上一轮都没报齐的单位，${HIDDEN}`,
  })
  silentTwice(
    @Root() round: FilingRoundView,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { filings }: Context,
  ): Promise<SilentUnitConnection | null> {
    return filings.silentUnits(round, "twice", page);
  }
}

/** To four decimals. A round has at least one unit. */
function shareOf(part: number, whole: number): number {
  return Math.round((part / whole) * 10_000) / 10_000;
}
