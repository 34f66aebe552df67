import { connectionOf } from "@gongjian/shared/connection";
import { IsOptional, Matches } from "class-validator";
import { Directive, Field, ID, InputType, ObjectType } from "type-graphql";

@Directive('@key(fields: "id")')
@ObjectType({ description: "社区“大党委”：辖区单位的联席机构。Joint committee of an area's units." })
export class Committee {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: "名称。Name." })
  readonly name!: string;

  /** For other subgraphs, which know units and no seats; clients read `seats`. */
  @Directive("@inaccessible")
  @Field(() => [ID], { description: "在任席位的单位。The units of its serving seats." })
  readonly seatedUnitIds!: string[];
}

export const CommitteeConnection = connectionOf(() => Committee, "Committee");
export type CommitteeConnection = InstanceType<typeof CommitteeConnection>;

@InputType({ description: "党委的筛选条件。Which committees." })
export class CommitteeFilter {
  @Field(() => ID, { nullable: true, description: "所在区域，含下级。In this area or below it." })
  @IsOptional()
  @Matches(/^\d{0,18}$/, { message: "应为区划代码" })
  readonly areaCode?: string | null;
}
