import { Matches, Max, Min, ValidateNested } from "class-validator";
import {
  createUnionType,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { MatchWeightsInput, MatchWeightsNotOne, UnknownPolicyCounty } from "./policy-changes.type.ts";

export enum MatchPolicyEffect {
  OTHER_FIRST = "OTHER_FIRST",
  GAINED = "GAINED",
  LOST = "LOST",
}
registerEnumType(MatchPolicyEffect, {
  name: "MatchPolicyEffect",
  description: "换了政策，一条需求有什么变化。What another policy changes for a need.",
  valuesConfig: {
    OTHER_FIRST: { description: "排第一的换了。Another candidate comes first." },
    GAINED: { description: "原来没有候选，现在有了。It had no candidate and gets one." },
    LOST: { description: "原来有候选，现在没有了。It had candidates and loses them all." },
  },
});

@InputType({ description: "试一试：换成这样的政策会怎样，什么也不写。Tries a policy; nothing is written." })
export class PreviewMatchPolicyInput {
  @Field(() => ID, { description: "县（市、区）代码，六位。The county, six digits." })
  @Matches(/^\d{6}$/, { message: "应为县（市、区）的六位代码" })
  readonly areaCode!: string;

  @Field(() => MatchWeightsInput)
  @ValidateNested()
  readonly weights!: MatchWeightsInput;

  @Field(() => Float, { description: "最低分，0 到 1。Candidates below it are not shown." })
  @Min(0)
  @Max(1)
  readonly minScore!: number;
}

@ObjectType({ description: "一条需求的变化。What changes for one need." })
export class MatchPolicyChange {
  @Field(() => MatchPolicyEffect)
  readonly effect!: `${MatchPolicyEffect}`;
}

@ObjectType({
  description:
    "按今天施行的政策和试的政策各算一遍的差别。The difference to the policy that is in force today.",
})
export class MatchPolicyPreview {
  @Field(() => Int, {
    description:
      "试了几条需求，至多 200。On how many needs it was tried, at most 200; an even choice of them.",
  })
  readonly needs!: number;

  @Field(() => Int, { description: "这个县市公布中的需求共几条。How many needs the county has." })
  readonly ofNeeds!: number;

  @Field(() => Int, { description: "几条排第一的换了。For how many another candidate comes first." })
  readonly otherFirst!: number;

  @Field(() => Int, { description: "几条从没有候选变成有。How many gain a candidate." })
  readonly gained!: number;

  @Field(() => Int, { description: "几条从有候选变成没有。How many lose every candidate." })
  readonly lost!: number;
}

export const PreviewMatchPolicyResult = createUnionType({
  name: "PreviewMatchPolicyResult",
  types: () => [MatchPolicyPreview, MatchWeightsNotOne, UnknownPolicyCounty] as const,
});
