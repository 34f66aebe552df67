import { connectionOf } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { UserError } from "@gongjian/shared/user-error";
import { ArrayMaxSize, IsOptional, IsUUID, Max, Min, ValidateNested } from "class-validator";
import {
  createUnionType,
  Directive,
  Field,
  Float,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { AreaCode, PlainText } from "../plain-text.ts";

export enum EligibilityKind {
  NONE = "NONE",
  STARS = "STARS",
  HOURS = "HOURS",
}

registerEnumType(EligibilityKind, {
  name: "EligibilityKind",
  description: "享受优惠凭什么。What an offer asks for.",
  valuesConfig: {
    NONE: { description: "谁来都行。Nothing." },
    STARS: { description: "家庭星数。Stars of the household." },
    HOURS: { description: "志愿服务时长，单位分钟。Minutes of volunteering." },
  },
});

export enum MerchantOfferState {
  PUBLISHED = "PUBLISHED",
  WITHDRAWN = "WITHDRAWN",
}

registerEnumType(MerchantOfferState, {
  name: "MerchantOfferState",
  description: "优惠在架或已下架。Whether an offer stands.",
});

@ObjectType({ description: "享受条件。What it takes to use an offer." })
export class Eligibility {
  @Field(() => EligibilityKind)
  readonly kind: EligibilityKind;

  @Field(() => Int, {
    nullable: true,
    description: "至少多少：星数，或分钟；不设条件时为空。At least so many stars, or minutes; null for NONE.",
  })
  readonly threshold: number | null;

  constructor(kind: EligibilityKind, threshold: number | null) {
    this.kind = kind;
    this.threshold = threshold;
  }
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "商户的优惠、免费项目、共享空间。A discount, free service or space of a shop." })
export class MerchantOffer {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: "报送单位自己的编号。The publisher's own number." })
  readonly externalId!: string | null;

  @Field(() => String)
  readonly title!: string;

  @Field(() => String)
  readonly description!: string;

  @Field(() => Float, { nullable: true, description: "数量，没写为空。How many; null if unstated." })
  readonly quantity!: number | null;

  @Field(() => String, { nullable: true, description: "数量的单位，如 份、人。Unit of the quantity." })
  readonly unitOfMeasure!: string | null;

  @Field(() => [String], { description: "面向哪些人。For whom it is." })
  readonly audience!: string[];

  @Field(() => LocalDate, { nullable: true, description: "生效日；空为即日起。First day; null: at once." })
  readonly validFrom!: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: "截止日（含）；空为长期。Last day, inclusive; null: open.",
  })
  readonly validTo!: string | null;

  @Field(() => String, { description: "时段，如 每天 8:00-21:30。Times, in words." })
  readonly schedule!: string;
}

export const MerchantOfferConnection = connectionOf(() => MerchantOffer, "MerchantOffer");
export type MerchantOfferConnection = InstanceType<typeof MerchantOfferConnection>;

@InputType()
export class MerchantOfferFilter {
  @Field(() => ID, { nullable: true, description: "只看这家商户。Of this merchant." })
  @IsOptional()
  @IsUUID()
  readonly merchantId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "商户所在区域，含下级。Area of the shop, with everything below it.",
  })
  @IsOptional()
  @AreaCode()
  readonly areaCode?: string | null;

  @Field(() => String, { nullable: true, description: "类别代码，大类含小类。Category, with its leaves." })
  @IsOptional()
  @PlainText(1, 3)
  readonly category?: string | null;

  @Field(() => String, { nullable: true, description: "标题、说明、店名里的文字。Text in title or shop." })
  @IsOptional()
  @PlainText(1, 50)
  readonly text?: string | null;

  @Field(() => MerchantOfferState, {
    nullable: true,
    description: "默认只看在架的。Default: those that stand.",
  })
  readonly state?: MerchantOfferState | null;

  @Field(() => LocalDate, { nullable: true, description: "这一天有效的。Open on this day." })
  readonly openOn?: string | null;

  @Field(() => String, { nullable: true, description: "报送单位自己的编号。The publisher's own number." })
  @IsOptional()
  @PlainText(1, 64)
  readonly externalId?: string | null;
}

@InputType()
export class EligibilityInput {
  @Field(() => EligibilityKind)
  readonly kind!: EligibilityKind;

  @Field(() => Int, { nullable: true, description: "至少多少：星数，或分钟。At least: stars, or minutes." })
  @IsOptional()
  @Min(1)
  @Max(9_999_999)
  readonly threshold?: number | null;
}

@InputType()
export class PublishOfferInput {
  @Field(() => ID, { description: "发布优惠的商户。The shop that makes the offer." })
  @IsUUID()
  readonly merchantId!: string;

  @Field(() => String, { nullable: true, description: "自己的编号。The publisher's own number." })
  @IsOptional()
  @PlainText(1, 64)
  readonly externalId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "类别代码、名称或常用叫法。Category by code, name or alias.",
  })
  @IsOptional()
  @PlainText(1, 50)
  readonly category?: string | null;

  @Field(() => String)
  @PlainText(1, 200)
  readonly title!: string;

  @Field(() => String, { defaultValue: "" })
  @PlainText(0, 4_000)
  readonly description!: string;

  @Field(() => Float, { nullable: true, description: "数量。How many." })
  @IsOptional()
  @Min(0)
  @Max(1_000_000_000)
  readonly quantity?: number | null;

  @Field(() => String, { nullable: true, description: "数量的单位。Unit of the quantity." })
  @IsOptional()
  @PlainText(1, 20)
  readonly unitOfMeasure?: string | null;

  @Field(() => String, { description: "哪个区域的人能用，含下级。Area whose people may use it." })
  @AreaCode()
  readonly coverageAreaCode!: string;

  @Field(() => [String], { defaultValue: ["全体居民"], description: "面向哪些人。For whom it is." })
  @ArrayMaxSize(20)
  @PlainText(1, 50, { each: true })
  readonly audience!: string[];

  @Field(() => LocalDate, { nullable: true, description: "生效日。First day." })
  readonly validFrom?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "截止日（含）。Last day, inclusive." })
  readonly validTo?: string | null;

  @Field(() => String, { defaultValue: "", description: "时段。Times, in words." })
  @PlainText(0, 200)
  readonly schedule!: string;

  @Field(() => EligibilityInput, { nullable: true, description: "享受条件；不填谁来都行。What it takes." })
  @IsOptional()
  @ValidateNested()
  readonly eligibility?: EligibilityInput | null;
}

@InputType()
export class WithdrawOfferInput {
  @Field(() => ID, { description: "要下架的优惠。The offer to take down." })
  @IsUUID()
  readonly offerId!: string;
}

@ObjectType()
export class PublishOfferSuccess {
  @Field(() => MerchantOffer)
  readonly offer: MerchantOffer;

  constructor(offer: MerchantOffer) {
    this.offer = offer;
  }
}

@ObjectType()
export class WithdrawOfferSuccess {
  @Field(() => MerchantOffer)
  readonly offer: MerchantOffer;

  constructor(offer: MerchantOffer) {
    this.offer = offer;
  }
}

@ObjectType({ implements: UserError, description: "这条优惠已经在架。The offer stands already." })
export class OfferExists extends UserError {
  constructor(title: string) {
    super("OFFER_EXISTS", `这家店已有同一编号（或同名同期）的优惠，“${title}”没有再发布。`);
  }
}

@ObjectType({ implements: UserError, description: "覆盖区域不存在。The area it is for is unknown." })
export class UnknownCoverageArea extends UserError {
  constructor(areaCode: string) {
    super("UNKNOWN_AREA", `没有代码为 ${areaCode} 的区域。`);
  }
}

@ObjectType({ implements: UserError, description: "类别不在目录里。The category is not in the catalogue." })
export class UnknownOfferCategory extends UserError {
  constructor(text: string) {
    super("UNKNOWN_CATEGORY", `类别目录里没有“${text}”，可以留空。`);
  }
}

@ObjectType({ implements: UserError, description: "已经下架。The offer has been taken down already." })
export class OfferAlreadyWithdrawn extends UserError {
  constructor() {
    super("ALREADY_WITHDRAWN", "这条优惠已经下架。");
  }
}

export const PublishOfferResult = createUnionType({
  name: "PublishOfferResult",
  types: () => [PublishOfferSuccess, OfferExists, UnknownCoverageArea, UnknownOfferCategory] as const,
});

export const WithdrawOfferResult = createUnionType({
  name: "WithdrawOfferResult",
  types: () => [WithdrawOfferSuccess, OfferAlreadyWithdrawn] as const,
});
