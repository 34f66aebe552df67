import { connectionOf } from "@gongjian/shared/connection";
import { UserError } from "@gongjian/shared/user-error";
import { IsOptional } from "class-validator";
import { createUnionType, Directive, Field, ID, InputType, ObjectType } from "type-graphql";
import { AreaCode, PlainText } from "../plain-text.ts";

@Directive('@key(fields: "id")')
@ObjectType({
  description:
    "小个专功能性党支部：按路段把商户拢在一起，不转组织关系。Party branch of the shops along a road section; membership files stay at home.",
})
export class RoadBranch {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: "支部名称，如 津河东路功能性党支部。Name of the branch." })
  readonly name!: string;

  @Field(() => String, { description: "所管路段。Road section it covers." })
  readonly roadSection!: string;
}

export const RoadBranchConnection = connectionOf(() => RoadBranch, "RoadBranch");
export type RoadBranchConnection = InstanceType<typeof RoadBranchConnection>;

@InputType()
export class RoadBranchFilter {
  @Field(() => String, { nullable: true, description: "区域代码，含下级。Area with everything below it." })
  @IsOptional()
  @AreaCode()
  readonly areaCode?: string | null;

  @Field(() => String, { nullable: true, description: "路段。Road section." })
  @IsOptional()
  @PlainText(1, 100)
  readonly roadSection?: string | null;
}

@InputType()
export class FoundRoadBranchInput {
  @Field(() => String, { description: "社区代码（12 位）。Code of the community, 12 digits." })
  @AreaCode()
  readonly areaCode!: string;

  @Field(() => String, { description: "路段。Road section." })
  @PlainText(1, 100)
  readonly roadSection!: string;

  @Field(() => String, {
    nullable: true,
    description: "名称，不填就是“路段＋功能性党支部”。Name; made from the road section where left out.",
  })
  @IsOptional()
  @PlainText(1, 100)
  readonly name?: string | null;
}

@ObjectType()
export class FoundRoadBranchSuccess {
  @Field(() => RoadBranch)
  readonly branch: RoadBranch;

  constructor(branch: RoadBranch) {
    this.branch = branch;
  }
}

@ObjectType({
  implements: UserError,
  description: "这个社区的这段路已有支部。The road section of this community has a branch.",
})
export class RoadBranchExists extends UserError {
  @Field(() => RoadBranch, { description: "已有的支部。The branch that is there." })
  readonly branch: RoadBranch;

  constructor(branch: RoadBranch) {
    super("ROAD_BRANCH_EXISTS", `${branch.roadSection}已有“${branch.name}”。`);
    this.branch = branch;
  }
}

@ObjectType({ implements: UserError, description: "没有这个社区。There is no such community." })
export class UnknownBranchCommunity extends UserError {
  constructor(areaCode: string) {
    super("UNKNOWN_AREA", `没有代码为 ${areaCode} 的社区。`);
  }
}

export const FoundRoadBranchResult = createUnionType({
  name: "FoundRoadBranchResult",
  types: () => [FoundRoadBranchSuccess, RoadBranchExists, UnknownBranchCommunity] as const,
});
