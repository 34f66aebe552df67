import { LocalDate } from "@gongjian/shared/local-date";
import { RequestKeyReused } from "@gongjian/shared/request-key";
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsOptional, IsUUID, Length } from "class-validator";
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

export enum FreshnessState {
  FRESH = "FRESH",
  DUE = "DUE",
  STALE = "STALE",
}
registerEnumType(FreshnessState, {
  name: "FreshnessState",
  description: "清单上的一条是否还新鲜。Whether a line is still known to hold.",
  valuesConfig: {
    FRESH: { description: "不用确认。Nothing to do." },
    DUE: { description: "7 天内该确认。To be confirmed within 7 days." },
    STALE: { description: "过了确认的日子。The day of confirmation has passed." },
  },
});

@ObjectType({
  description:
    "新鲜度：单位最近一次说它还有效是哪天。长期有效的一年确认一次，其余半年一次。When its unit last said that it holds; without an end date it is confirmed yearly, else every half-year.",
})
export class Freshness {
  @Field(() => LocalDate, { description: "最近一次确认或改动的日期。Last confirmed or changed on." })
  readonly confirmedOn: string;

  @Field(() => LocalDate, {
    nullable: true,
    description: "最迟哪天再确认；在那之前就到期的为空。Confirm by then; null where it ends before.",
  })
  readonly dueOn: string | null;

  @Field(() => FreshnessState, { description: "现在怎样。Where it stands." })
  readonly state: FreshnessState;

  @Field(() => Float, {
    description:
      "撮合时新鲜度这一项的值，1 为当天确认，90 天减到 0.37。Its freshness in the match score: 1 on the day, 0.37 after 90 days.",
  })
  readonly value: number;

  constructor(confirmedOn: string, dueOn: string | null, state: FreshnessState, value: number) {
    this.confirmedOn = confirmedOn;
    this.dueOn = dueOn;
    this.state = state;
    this.value = value;
  }
}

@InputType({ description: "一键确认清单还有效：给 ids，或给 unitId。Either `ids` or `unitId`." })
export class ConfirmListingsInput {
  @Field(() => [ID], {
    nullable: true,
    description: "资源和需求的 id，至多 100 个。Ids of resources and needs, at most 100.",
  })
  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  readonly ids?: string[] | null;

  @Field(() => ID, { nullable: true, description: "该单位的全部资源和需求。All of this unit." })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string | null;

  @Field(() => ID, { description: "幂等键。Idempotency key." })
  @Length(1, 200)
  readonly idempotencyKey!: string;
}

@ObjectType({
  description: "已确认；内容和版本号不变。Confirmed; neither content nor version has changed.",
})
export class ConfirmListingsSuccess {
  @Field(() => Int, { description: "确认了几条资源。How many resources." })
  readonly resources: number;

  @Field(() => Int, { description: "确认了几条需求。How many needs." })
  readonly needs: number;

  @Field(() => [ID], {
    description:
      "没有确认的：已撤回或已过期，要改有效期请重新报送。Not confirmed, being withdrawn or expired; send those again with another period.",
  })
  readonly skipped: string[];

  constructor(resources: number, needs: number, skipped: string[]) {
    this.resources = resources;
    this.needs = needs;
    this.skipped = skipped;
  }
}

export const ConfirmListingsResult = createUnionType({
  name: "ConfirmListingsResult",
  types: () => [ConfirmListingsSuccess, RequestKeyReused] as const,
});
