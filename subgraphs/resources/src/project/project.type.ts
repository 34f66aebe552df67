import { connectionOf } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { IsOptional, IsUUID, Matches, MaxLength } from "class-validator";
import {
  Directive,
  Field,
  Float,
  GraphQLISODateTime,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";

export enum ProjectProgress {
  PLANNED = "PLANNED",
  ONGOING = "ONGOING",
  AT_RISK = "AT_RISK",
  DONE = "DONE",
  STOPPED = "STOPPED",
}
registerEnumType(ProjectProgress, {
  name: "ProjectProgress",
  description: "项目进展。How far a project is.",
  valuesConfig: {
    PLANNED: { description: "还没开始。Not begun." },
    ONGOING: { description: "进行中。Under way." },
    AT_RISK: { description: "有风险，如有单位退出。At risk, such as after a partner left." },
    DONE: { description: "已完成；不再占用资源。Done; it takes no resource any more." },
    STOPPED: { description: "已停止；不再占用资源，也不算满足了需求。Stopped; it takes and serves nothing." },
  },
});

export enum ProjectState {
  PUBLISHED = "PUBLISHED",
  WITHDRAWN = "WITHDRAWN",
}
registerEnumType(ProjectState, {
  name: "ProjectState",
  description: "项目在清单上的状态。Where a project's line stands.",
  valuesConfig: {
    PUBLISHED: { description: "已公布。Published." },
    WITHDRAWN: { description: "已撤回，只有牵头单位和秘书处看得到。Taken back; only its publishers see it." },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  description: "项目清单的一条：几个单位一起办的一件事。A line of the project list: what units do together.",
})
export class Project {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: "牵头单位自己的编号。The lead's own number." })
  readonly externalId!: string | null;

  @Field(() => String, { description: "项目名称。Title." })
  readonly title!: string;

  @Field(() => String, { description: "主要内容。What it is about." })
  readonly description!: string;

  @Field(() => [String], {
    description: "没有登记为成员单位的参与方，原文。Partners that are no registered unit, as written.",
  })
  readonly otherPartners!: string[];

  @Field(() => LocalDate, { nullable: true, description: "开始日期。First day." })
  readonly startsOn!: string | null;

  @Field(() => LocalDate, { nullable: true, description: "完成时限（含当日）。Last day, inclusive." })
  readonly endsOn!: string | null;

  @Field(() => ProjectProgress, { description: "进展。How far it is." })
  readonly progress!: `${ProjectProgress}`;

  @Field(() => String, { description: "进展的原文说明。What the lead says of it." })
  readonly progressNote!: string;

  @Field(() => String, { description: "经费来源。Where the money comes from." })
  readonly funding!: string;

  @Field(() => Float, { nullable: true, description: "预算，元。Budget in yuan." })
  readonly budget!: number | null;

  @Field(() => String, { description: "怎样验收。How it is accepted." })
  readonly acceptance!: string;

  @Field(() => [String], { description: "里程碑，按先后。Milestones in order." })
  readonly milestones!: string[];

  @Field(() => String, { description: "风险。Risks." })
  readonly risks!: string;

  @Field(() => ProjectState, { description: "在清单上的状态。Where its line stands." })
  readonly state!: `${ProjectState}`;

  @Field(() => Int, { description: "每次改动加一。Rises with every change." })
  readonly version!: number;

  @Field(() => GraphQLISODateTime, { description: "首次公布的时刻。When it was first published." })
  readonly publishedAt!: Date;

  @Field(() => GraphQLISODateTime, { description: "最近改动的时刻。When it last changed." })
  readonly updatedAt!: Date;
}

export const ProjectConnection = connectionOf(() => Project, "Project");
export type ProjectConnection = InstanceType<typeof ProjectConnection>;

@ObjectType({ description: "某单位的一条资源有多少用在项目里。How much of a resource a project takes." })
export class ProjectCommitment {
  @Field(() => Float, {
    nullable: true,
    description: "数量；没写数目的为空，不占余量。Quantity; null: named without a number, taking nothing.",
  })
  readonly quantity!: number | null;

  @Field(() => String, { nullable: true, description: "资源的计量单位。The resource's measure." })
  readonly unitOfMeasure!: string | null;
}

@ObjectType({ description: "一个单位退出了项目。A unit has left the project." })
export class ProjectWithdrawal {
  @Field(() => GraphQLISODateTime, { description: "退出的时刻。When it left." })
  readonly withdrawnAt!: Date;
}

@InputType({ description: "筛选项目，各项同时满足。Conditions on projects; all must hold." })
export class ProjectFilter {
  @Field(() => ID, { nullable: true, description: "牵头单位。The unit that leads it." })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string | null;

  @Field(() => ID, { nullable: true, description: "在此区域或其下级。In this area or one below it." })
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  readonly areaCode?: string | null;

  @Field(() => ID, { nullable: true, description: "末级类或整个大类。A leaf category or a whole family." })
  @IsOptional()
  @Matches(/^[A-Z]\d{0,2}$/)
  readonly category?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "名称或内容里有这些字。Words in title or description.",
  })
  @IsOptional()
  @MaxLength(100)
  readonly text?: string | null;

  @Field(() => ProjectState, {
    nullable: true,
    description: "默认只列已公布的。Published ones only, unless told.",
  })
  readonly state?: ProjectState | null;

  @Field(() => ProjectProgress, { nullable: true, description: "进展。How far it is." })
  readonly progress?: ProjectProgress | null;

  @Field(() => LocalDate, { nullable: true, description: "这一天在起止之间。Under way on that day." })
  readonly openOn?: string | null;

  @Field(() => String, { nullable: true, description: "牵头单位自己的编号。The lead's own number." })
  @IsOptional()
  @MaxLength(100)
  readonly externalId?: string | null;
}
