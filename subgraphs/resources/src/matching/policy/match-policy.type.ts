import { connectionOf } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { Field, Float, GraphQLISODateTime, Int, ObjectType, registerEnumType } from "type-graphql";

export enum MatchPolicyState {
  FUTURE = "FUTURE",
  IN_FORCE = "IN_FORCE",
  REPLACED = "REPLACED",
  WITHDRAWN = "WITHDRAWN",
}
registerEnumType(MatchPolicyState, {
  name: "MatchPolicyState",
  description: "匹配政策今天的状态。Where a policy stands today.",
  valuesConfig: {
    FUTURE: { description: "还没有生效，可以撤回。Its day has not come; it may be withdrawn." },
    IN_FORCE: { description: "正在施行。In force." },
    REPLACED: { description: "已由别的版本取代。Another version holds instead." },
    WITHDRAWN: { description: "生效前撤回了。Withdrawn before its day." },
  },
});

@ObjectType({
  description: "八个部分的权重，各 0 到 1，合计为 1。Weights of the parts: each 0 to 1, together 1.",
})
export class MatchWeights {
  @Field(() => Float, { description: "是不是这类事。The same kind of thing." })
  readonly category!: number;

  @Field(() => Float, { description: "文字相近。Words in common." })
  readonly text!: number;

  @Field(() => Float, { description: "离得近。Near." })
  readonly place!: number;

  @Field(() => Float, { description: "时间合适。The time suits." })
  readonly time!: number;

  @Field(() => Float, { description: "数量够。Enough of it." })
  readonly capacity!: number;

  @Field(() => Float, { description: "服务对象相符。For these people." })
  readonly target!: number;

  @Field(() => Float, { description: "近期确认过。Confirmed lately." })
  readonly freshness!: number;

  @Field(() => Float, { description: "以往兑现的情况。Promises kept." })
  readonly reliability!: number;
}

@ObjectType({
  description:
    "匹配政策的一个版本：怎样计分，多少分起列出。定了不改，只能出新版本。A version of how candidates are scored and from which score they are shown; it never changes.",
})
export class MatchPolicy {
  @Field(() => Int, {
    description:
      "版本号；100 以内是系统内置的，各县市自己的从 101 起。Up to 100 built in; a county's own from 101.",
  })
  readonly version!: number;

  @Field(() => MatchWeights)
  readonly weights!: MatchWeights;

  @Field(() => Float, { description: "最低分，低于它的不列出。Candidates below it are not shown." })
  readonly minScore!: number;

  @Field(() => LocalDate, { description: "从哪天起施行。First day." })
  readonly effectiveFrom!: string;

  @Field(() => String, {
    nullable: true,
    description: "为什么这样定；内置的为空。Why; null for built-in ones.",
  })
  readonly reason!: string | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "什么时候定的；内置的为空。When it was decided.",
  })
  readonly setAt!: Date | null;

  @Field(() => String, { nullable: true, description: "以什么角色定的。In which role it was decided." })
  readonly setByRole!: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: "什么时候撤回的。When it was withdrawn." })
  readonly withdrawnAt!: Date | null;
}

export const MatchPolicyConnection = connectionOf(() => MatchPolicy, "MatchPolicy");
export type MatchPolicyConnection = InstanceType<typeof MatchPolicyConnection>;
