import { PageArgs } from "@gongjian/shared/connection";
import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { CommitteeView } from "../committee/committee.loader.ts";
import { Committee } from "../committee/committee.type.ts";
import type { Context } from "../context.ts";
import type { OrganisationRow } from "../organisation/organisation.row.ts";
import { Organisation } from "../organisation/organisation.type.ts";
import { FilingRoundState } from "./filing-list.ts";
import type { FilingRoundView } from "./filing-round.loader.ts";
import { FilingRound, FilingRoundConnection } from "./filing-round.type.ts";
import { FilingArgs, FilingConnection } from "./filing.type.ts";

/** The rounds of a committee. */
@Resolver(() => Committee)
export class CommitteeFilingResolver {
  @FieldResolver(() => FilingRoundConnection, {
    name: "filingRounds",
    nullable: true,
    description: "报送轮次，新的在前；无权时为空。Filing rounds, newest first; null for whoever may not.",
  })
  roundsOfCommittee(
    @Root() committee: CommitteeView,
    @Arg("state", () => FilingRoundState, { nullable: true }) state: FilingRoundState | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { filingRounds }: Context,
  ): Promise<FilingRoundConnection | null> {
    return filingRounds.ofCommittee(committee, state ?? null, page);
  }

  @FieldResolver(() => FilingRound, {
    nullable: true,
    description: "进行中最近开启的一轮；没有或无权时为空。The round that runs now.",
  })
  currentRound(
    @Root() committee: CommitteeView,
    @Ctx() { filingRounds }: Context,
  ): Promise<FilingRoundView | null> {
    return filingRounds.current(committee);
  }
}

/** What a unit has to file. */
@Resolver(() => Organisation)
export class OrganisationFilingResolver {
  @FieldResolver(() => FilingConnection, {
    name: "filings",
    nullable: true,
    description: "各轮要报的清单，本单位和它的党委可见。What it has to file; for itself and its committee.",
  })
  filingsOfUnit(
    @Root() unit: OrganisationRow,
    @Args(() => FilingArgs) args: FilingArgs,
    @Ctx() { filings }: Context,
  ): Promise<FilingConnection | null> {
    return filings.ofUnit(unit, args);
  }
}
