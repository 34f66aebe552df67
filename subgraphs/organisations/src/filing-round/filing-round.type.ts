import { connectionOf } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { RequestKeyReused } from "@gongjian/shared/request-key";
import { UserError } from "@gongjian/shared/user-error";
import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsOptional, IsUUID, Length } from "class-validator";
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { IsPlainText } from "../plain-text.ts";
import { FilingList, FilingRoundState } from "./filing-list.ts";

registerEnumType(FilingList, {
  name: "FilingList",
  description: "要报送的清单。A list that is to be filed.",
  valuesConfig: {
    RESOURCES: { description: "资源清单。Resources." },
    NEEDS: { description: "需求清单。Needs." },
    PROJECTS: { description: "项目清单。Projects." },
  },
});

registerEnumType(FilingRoundState, {
  name: "FilingRoundState",
  description: "轮次状态。Where a round stands.",
  valuesConfig: {
    OPEN: { description: "进行中，过期后仍可补报。Open; late filings still count." },
    CLOSED: { description: "已截止。Closed." },
  },
});

@ObjectType({
  description:
    "报送轮次：党委要求单位在期限前报送清单。A round in which a committee's units file their lists.",
})
export class FilingRound {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: "名称，如 2026-H1。Name, such as 2026-H1." })
  readonly name!: string;

  @Field(() => [FilingList], { description: "要报送的清单。Lists to be filed." })
  readonly lists!: FilingList[];

  @Field(() => LocalDate, { description: "首日，从这天起发布的算。First day whose publications count." })
  readonly opensOn!: string;

  @Field(() => LocalDate, { description: "期限，含当天（北京时间）。Last day in time, Asia/Shanghai." })
  readonly dueOn!: string;

  @Field(() => FilingRoundState, { description: "状态。State." })
  readonly state!: FilingRoundState;

  @Field(() => Date, { nullable: true, description: "截止时间。When it was closed." })
  readonly closedAt!: Date | null;

  @Field(() => Int, { description: "有报送义务的单位数。Units that have to file." })
  readonly dutiesCount!: number;

  @Field(() => Int, { description: "已报齐的单位数，含迟报。Units that filed every list, late ones too." })
  readonly filedCount!: number;
}

export const FilingRoundConnection = connectionOf(() => FilingRound, "FilingRound");
export type FilingRoundConnection = InstanceType<typeof FilingRoundConnection>;

@InputType({ description: "开启一轮报送。Opens a filing round." })
export class OpenFilingRoundInput {
  @Field(() => ID, { description: "党委。The committee." })
  readonly committeeId!: string;

  @Field(() => String, { description: "名称，在党委内不重复，如 2026-H1。Name, unique in the committee." })
  @IsPlainText(50)
  readonly name!: string;

  @Field(() => [FilingList], { description: "要报送的清单。Lists to be filed." })
  @ArrayNotEmpty({ message: "至少一种清单" })
  @ArrayUnique({ message: "清单不能重复" })
  readonly lists!: FilingList[];

  @Field(() => LocalDate, { description: "首日，可以早于今天。First day; may be in the past." })
  readonly opensOn!: string;

  @Field(() => LocalDate, { description: "期限，含当天。Last day in time." })
  readonly dueOn!: string;

  @Field(() => [ID], {
    nullable: true,
    description: "哪些单位，不填为全部在任席位的单位。Which units; by default all with a serving seat.",
  })
  @IsOptional()
  @ArrayNotEmpty({ message: "至少一个单位" })
  @ArrayMaxSize(2_000, { message: "最多 2000 个单位" })
  @IsUUID(undefined, { each: true, message: "应为单位的 id" })
  readonly unitIds?: string[] | null;

  @Field(() => ID, { description: "幂等键：同一调用者用同一键重发，只开一轮。A repeat opens nothing." })
  @Length(1, 100)
  readonly idempotencyKey!: string;
}

@InputType({ description: "截止一轮报送。Closes a filing round." })
export class CloseFilingRoundInput {
  @Field(() => ID)
  readonly roundId!: string;
}

@ObjectType({ description: "已开启；重发得到同一轮。Opened; a repeat gets the same round." })
export class OpenFilingRoundSuccess {
  @Field(() => FilingRound)
  readonly round: FilingRound;

  constructor(round: FilingRound) {
    this.round = round;
  }
}

@ObjectType({ description: "已截止，此后发布的不再算入。Closed; later publications do not count." })
export class CloseFilingRoundSuccess {
  @Field(() => FilingRound)
  readonly round: FilingRound;

  constructor(round: FilingRound) {
    this.round = round;
  }
}

@ObjectType({ implements: UserError, description: "同名轮次已有。A round of this name exists." })
export class FilingRoundExists extends UserError {
  @Field(() => FilingRound, { description: "已有的轮次。The round that exists." })
  readonly round: FilingRound;

  constructor(round: FilingRound) {
    super("FILING_ROUND_EXISTS", `这个党委已有名为“${round.name}”的轮次。`);
    this.round = round;
  }
}

@ObjectType({ implements: UserError, description: "轮次早已截止。The round was closed before." })
export class FilingRoundClosed extends UserError {
  @Field(() => FilingRound, { description: "已截止的轮次。The round as it was closed." })
  readonly round: FilingRound;

  constructor(round: FilingRound) {
    super("FILING_ROUND_CLOSED", `“${round.name}”已截止。`);
    this.round = round;
  }
}

@ObjectType({
  implements: UserError,
  description: "没有可要求报送的单位，或有单位不在席。Units without a serving seat cannot be asked to file.",
})
export class UnitsNotSeated extends UserError {
  @Field(() => [ID], { description: "不在席的单位；空为党委没有在任席位。Units without a seat." })
  readonly unitIds: string[];

  constructor(unitIds: string[]) {
    const message =
      unitIds.length === 0
        ? "这个党委还没有在任的席位，没有单位可以报送。"
        : `有 ${unitIds.length} 个单位在这个党委没有在任席位，不能要求它们报送。`;
    super("UNITS_NOT_SEATED", message);
    this.unitIds = unitIds;
  }
}

export const OpenFilingRoundResult = createUnionType({
  name: "OpenFilingRoundResult",
  types: () => [OpenFilingRoundSuccess, FilingRoundExists, UnitsNotSeated, RequestKeyReused] as const,
});

export const CloseFilingRoundResult = createUnionType({
  name: "CloseFilingRoundResult",
  types: () => [CloseFilingRoundSuccess, FilingRoundClosed] as const,
});
