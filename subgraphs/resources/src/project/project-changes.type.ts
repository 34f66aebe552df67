import { LocalDate } from "@gongjian/shared/local-date";
import { RequestKeyReused } from "@gongjian/shared/request-key";
import { UserError } from "@gongjian/shared/user-error";
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsOptional,
  IsPositive,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from "class-validator";
import { createUnionType, Field, Float, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { Project } from "./project.type.ts";

/** DESIGN: a list bounded by its use, not a connection. */
const MOST_NAMED = 50;
const LARGEST = 2_000_000_000;

@InputType({ description: "把多少资源用在项目里。How much of a resource to take." })
export class ProjectCommitmentInput {
  @Field(() => ID)
  @IsUUID()
  readonly resourceId!: string;

  @Field(() => ID, { nullable: true, description: "为其中哪条需求。For which of the needs." })
  @IsOptional()
  @IsUUID()
  readonly needId?: string | null;

  @Field(() => Float, { description: "数量，按资源的计量单位。In the resource's measure." })
  @IsPositive()
  @Max(LARGEST)
  readonly quantity!: number;
}

@InputType({ description: "把几条需求合成一个项目。Makes one project of several needs." })
export class ProjectiseInput {
  @Field(() => [ID], { description: "项目要解决的需求，至多 50 条。The needs it is for, at most 50." })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_NAMED)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  readonly needIds!: string[];

  @Field(() => String)
  @Length(1, 200)
  @Matches(/\S/)
  readonly title!: string;

  @Field(() => String, { defaultValue: "" })
  @MaxLength(4_000)
  readonly description!: string;

  @Field(() => ID, {
    nullable: true,
    description: "牵头单位；默认调用者自己的单位。Who leads; default: the caller's own unit.",
  })
  @IsOptional()
  @IsUUID()
  readonly leadUnitId?: string | null;

  @Field(() => ID, { nullable: true, description: "地点；默认牵头单位所在区域。Default: the lead's area." })
  @IsOptional()
  @Matches(/^\d{6,18}$/)
  readonly areaCode?: string | null;

  @Field(() => [ID], {
    defaultValue: [],
    description: "参与单位；出资源的单位自动列入。Partners; whose resource is used is one anyway.",
  })
  @ArrayMaxSize(MOST_NAMED)
  @IsUUID(undefined, { each: true })
  readonly partnerIds!: string[];

  @Field(() => [ProjectCommitmentInput], { defaultValue: [], description: "用到的资源。What it takes." })
  @ArrayMaxSize(MOST_NAMED)
  @ValidateNested({ each: true })
  readonly commitments!: ProjectCommitmentInput[];

  @Field(() => LocalDate, { nullable: true })
  readonly startsOn?: string | null;

  @Field(() => LocalDate, { nullable: true })
  readonly endsOn?: string | null;

  @Field(() => String, { defaultValue: "", description: "经费来源。Where the money comes from." })
  @MaxLength(500)
  readonly funding!: string;

  @Field(() => Float, { nullable: true, description: "预算，元。Budget in yuan." })
  @IsOptional()
  @Min(0)
  @Max(LARGEST)
  readonly budget?: number | null;

  @Field(() => ID, { description: "幂等键：重发不会再立一个。Sending it again makes no second project." })
  @Length(1, 200)
  readonly idempotencyKey!: string;
}

@ObjectType()
export class ProjectiseSuccess {
  @Field(() => Project)
  readonly project: Project;

  constructor(project: Project) {
    this.project = project;
  }
}

@InputType({ description: "一个参与单位退出项目。A partner leaves a project." })
export class WithdrawFromProjectInput {
  @Field(() => ID)
  @IsUUID()
  readonly projectId!: string;

  @Field(() => ID, { description: "退出的单位。The unit that leaves." })
  @IsUUID()
  readonly unitId!: string;

  @Field(() => String, { description: "原因；工作人员看得到。Why; staff can read it." })
  @Length(2, 200)
  @Matches(/\S\s*\S/)
  readonly reason!: string;

  @Field(() => ID, { description: "幂等键。Idempotency key." })
  @Length(1, 200)
  readonly idempotencyKey!: string;
}

@ObjectType({ description: "已退出，承诺的资源已放回。It has left; what it had promised is free again." })
export class WithdrawFromProjectSuccess {
  @Field(() => Project)
  readonly project: Project;

  constructor(project: Project) {
    this.project = project;
  }
}

enum CommitmentSide {
  RESOURCE = "RESOURCE",
  NEED = "NEED",
}
registerEnumType(CommitmentSide, {
  name: "CommitmentSide",
  description: "不够的是哪一头。Which side does not suffice.",
  valuesConfig: {
    RESOURCE: { description: "资源没有那么多。The resource has not so much left." },
    NEED: { description: "需求不要那么多。The need does not ask for so much any more." },
  },
});

@ObjectType({ implements: UserError, description: "承诺的比剩下的多。More is promised than is left." })
export class Overcommitted extends UserError {
  @Field(() => CommitmentSide)
  readonly side: `${CommitmentSide}`;

  @Field(() => ID, { description: "那条资源或需求。The resource or the need." })
  readonly rowId: string;

  @Field(() => Float, { description: "要了多少。How much was asked." })
  readonly asked: number;

  @Field(() => Float, { description: "还剩多少。How much is left." })
  readonly left: number;

  constructor(side: `${CommitmentSide}`, rowId: string, title: string, asked: number, left: number) {
    const what = side === "RESOURCE" ? `资源“${title}”只剩` : `需求“${title}”只差`;
    super("OVERCOMMITTED", `${what} ${left}，要的是 ${asked}，没有立项。`);
    this.side = side;
    this.rowId = rowId;
    this.asked = asked;
    this.left = left;
  }
}

@ObjectType({ implements: UserError, description: "同名同期的项目已在清单上。It is on the list already." })
export class ProjectExists extends UserError {
  constructor() {
    super("PROJECT_EXISTS", "牵头单位已有名称和起止日期都相同的项目，请换个名称，或报送清单来修改它。");
  }
}

@ObjectType({ implements: UserError, description: "该单位不是参与单位。The unit is no partner." })
export class NotAPartner extends UserError {
  constructor() {
    super("NOT_A_PARTNER", "该单位不是这个项目的参与单位；牵头单位要撤项目，请撤回清单里的那一条。");
  }
}

@ObjectType({ implements: UserError, description: "该单位已经退出。The unit has left already." })
export class PartnerAlreadyWithdrawn extends UserError {
  constructor() {
    super("PARTNER_ALREADY_WITHDRAWN", "该单位已经退出这个项目。");
  }
}

export const ProjectiseResult = createUnionType({
  name: "ProjectiseResult",
  types: () => [ProjectiseSuccess, Overcommitted, ProjectExists, RequestKeyReused] as const,
});

export const WithdrawFromProjectResult = createUnionType({
  name: "WithdrawFromProjectResult",
  types: () => [WithdrawFromProjectSuccess, NotAPartner, PartnerAlreadyWithdrawn, RequestKeyReused] as const,
});
