import { PageArgs } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { AreaStub } from "../../area/area.stub.ts";
import type { Context } from "../../context.ts";
import { MatchPolicy, MatchPolicyConnection, MatchPolicyState } from "./match-policy.type.ts";
import {
  SetMatchPolicyInput,
  SetMatchPolicyResult,
  WithdrawMatchPolicyInput,
  WithdrawMatchPolicyResult,
  type SetMatchPolicySuccess,
  type WithdrawMatchPolicySuccess,
} from "./policy-changes.type.ts";
import { stateOf } from "./policy-state.ts";
import type { MatchPolicyView } from "./policy.sql.ts";

@Resolver(() => MatchPolicy)
export class MatchPolicyResolver {
  @Query(() => MatchPolicy, {
    nullable: true,
    description:
      "一个地方某一天按哪个政策匹配。Which policy candidates of a place are judged under on a day.",
  })
  matchPolicy(
    @Arg("areaCode", () => ID, { description: "区划代码，看它所在的县（市、区）。Its county counts." })
    areaCode: string,
    @Arg("on", () => LocalDate, { nullable: true, description: "哪天，默认今天。Default: today." })
    on: string | null,
    @Ctx() { matchPolicies }: Context,
  ): Promise<MatchPolicyView | null> {
    return matchPolicies.inForce(areaCode, on);
  }

  @Query(() => MatchPolicyConnection, {
    description:
      "一个县（市、区）的各个版本，连同系统内置的，新的在前。A county's versions and the built-in ones, latest first.",
  })
  matchPolicies(
    @Arg("areaCode", () => ID, { description: "区划代码，看它所在的县（市、区）。Its county counts." })
    areaCode: string,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { matchPolicies }: Context,
  ): Promise<MatchPolicyConnection> {
    return matchPolicies.list(areaCode, page);
  }

  @Mutation(() => SetMatchPolicyResult, {
    description:
      "为一个县（市、区）定新的匹配政策，从某天起施行；以前的版本照旧留着。Decides a county's policy from a day on; earlier versions stay.",
  })
  setMatchPolicy(
    @Arg("input", () => SetMatchPolicyInput) input: SetMatchPolicyInput,
    @Ctx() { matchPolicies }: Context,
  ): Promise<SetMatchPolicySuccess | UserError> {
    return settle(matchPolicies.set(input));
  }

  @Mutation(() => WithdrawMatchPolicyResult, {
    description:
      "撤回还没有生效的版本；它仍然查得到。Withdraws a version before its day; it can still be read.",
  })
  withdrawMatchPolicy(
    @Arg("input", () => WithdrawMatchPolicyInput) input: WithdrawMatchPolicyInput,
    @Ctx() { matchPolicies }: Context,
  ): Promise<WithdrawMatchPolicySuccess | UserError> {
    return settle(matchPolicies.withdraw(input));
  }

  @FieldResolver(() => MatchPolicyState, { description: "今天的状态。Where it stands today." })
  state(@Root() policy: MatchPolicyView, @Ctx() { clock }: Context): `${MatchPolicyState}` {
    return stateOf(policy, clock.today());
  }

  @FieldResolver(() => LocalDate, {
    nullable: true,
    description:
      "从哪天起由别的版本取代；没有的为空。The first day on which another version holds; null while none does.",
  })
  replacedFrom(@Root() { replacedFrom }: MatchPolicyView): string | null {
    return replacedFrom;
  }

  @FieldResolver(() => AreaStub, {
    nullable: true,
    description: "哪个县（市、区）的；系统内置的为空。Whose county's; null for the built-in ones.",
  })
  area(@Root() { countyCode }: MatchPolicyView): AreaStub | null {
    return countyCode === "" ? null : { code: countyCode };
  }
}
