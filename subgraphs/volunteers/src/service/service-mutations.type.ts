import { LocalDate } from "@gongjian/shared/local-date";
import { UserError } from "@gongjian/shared/user-error";
import { ArrayMaxSize, IsPositive, IsUUID, Length, Max, MaxLength, Min } from "class-validator";
import { createUnionType, Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { UnknownArea } from "../refusals.type.ts";
import { TeamWithdrawn } from "../team/team.type.ts";
import { VolunteerService } from "./service.type.ts";

@InputType({ description: "公布一项志愿服务。Publishes what a team offers." })
export class OfferServiceInput {
  @Field(() => ID)
  @IsUUID()
  readonly teamId!: string;

  @Field(() => String, {
    nullable: true,
    description: "自己的编号，队内不重复。Own number, unique in the team.",
  })
  @Length(1, 64)
  readonly externalId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "类别代码、名称或别名。Code, name or alias of a category.",
  })
  @MaxLength(50)
  readonly category?: string | null;

  @Field(() => String)
  @Length(1, 200)
  readonly title!: string;

  @Field(() => String, { defaultValue: "" })
  @MaxLength(4_000)
  readonly description!: string;

  @Field(() => Float, { nullable: true })
  @IsPositive()
  @Max(2_000_000_000)
  readonly quantity?: number | null;

  @Field(() => String, { nullable: true })
  @Length(1, 20)
  readonly unitOfMeasure?: string | null;

  @Field(() => String, { description: "服务区域代码。Code of the area it covers." })
  @Length(6, 18)
  readonly coverageAreaCode!: string;

  @Field(() => [String], { defaultValue: [], description: "服务对象，空为不限。Empty: anyone." })
  @ArrayMaxSize(50)
  @Length(1, 30, { each: true })
  readonly audience!: string[];

  @Field(() => LocalDate, { nullable: true })
  readonly validFrom?: string | null;

  @Field(() => LocalDate, { nullable: true })
  readonly validTo?: string | null;

  @Field(() => String, { defaultValue: "", description: "服务时间，原文。When, in your own words." })
  @MaxLength(500)
  readonly schedule!: string;

  @Field(() => Int, { defaultValue: 0 })
  @Min(0)
  @Max(365)
  readonly minNoticeDays!: number;

  @Field(() => String, { nullable: true })
  @MaxLength(200)
  readonly qualification?: string | null;
}

@ObjectType()
export class OfferServiceSuccess {
  @Field(() => VolunteerService)
  readonly service: VolunteerService;

  constructor(service: VolunteerService) {
    this.service = service;
  }
}

@ObjectType({ implements: UserError, description: "没有这个类别。No category has this code or name." })
export class UnknownServiceCategory extends UserError {
  constructor(text: string) {
    super("UNKNOWN_CATEGORY", `没有“${text}”这个类别，请用类别目录里的代码或名称。`);
  }
}

@ObjectType({ implements: UserError, description: "队内已有这个编号。The team has used this number." })
export class ServiceNumberTaken extends UserError {
  constructor(externalId: string) {
    super("EXTERNAL_ID_TAKEN", `这支队伍已有编号为“${externalId}”的服务。`);
  }
}

@ObjectType({ implements: UserError, description: "结束早于开始。The last day is before the first." })
export class ServiceDaysReversed extends UserError {
  constructor(from: string, to: string) {
    super("PERIOD_REVERSED", `有效期的结束 ${to} 早于开始 ${from}。`);
  }
}

export const OfferServiceResult = createUnionType({
  name: "OfferServiceResult",
  types: () =>
    [
      OfferServiceSuccess,
      UnknownArea,
      UnknownServiceCategory,
      ServiceNumberTaken,
      ServiceDaysReversed,
      TeamWithdrawn,
    ] as const,
});

@InputType({ description: "撤下一项志愿服务。Takes an offer back." })
export class WithdrawServiceInput {
  @Field(() => ID)
  @IsUUID()
  readonly serviceId!: string;
}

@ObjectType()
export class WithdrawServiceSuccess {
  @Field(() => VolunteerService)
  readonly service: VolunteerService;

  constructor(service: VolunteerService) {
    this.service = service;
  }
}

@ObjectType({ implements: UserError, description: "早已撤下。It was withdrawn before." })
export class ServiceAlreadyWithdrawn extends UserError {
  constructor() {
    super("ALREADY_WITHDRAWN", "这项服务已经撤下。");
  }
}

export const WithdrawServiceResult = createUnionType({
  name: "WithdrawServiceResult",
  types: () => [WithdrawServiceSuccess, ServiceAlreadyWithdrawn] as const,
});
