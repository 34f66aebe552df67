import { connectionOf } from "@gongjian/shared/connection";
import { UserError } from "@gongjian/shared/user-error";
import { describeUsccFault, type UsccFault } from "@gongjian/shared/uscc";
import { IsOptional } from "class-validator";
import { createUnionType, Directive, Field, ID, InputType, ObjectType } from "type-graphql";
import { AreaCode, PlainText } from "../plain-text.ts";

@Directive('@key(fields: "id")')
@ObjectType({
  description: "商户：小微企业、个体工商户、专业市场摊位（小个专）。A shop, self-employed trader or stall.",
})
export class Merchant {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: "报送单位自己的编号。The publisher's own number." })
  readonly externalId!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "统一社会信用代码，摊点可以没有。Unified social credit code; stalls may have none.",
  })
  readonly uscc!: string | null;

  @Field(() => String, { nullable: true, description: "营业执照上的名称。Name on the licence." })
  readonly licenceName!: string | null;

  @Field(() => String, { description: "门店名。Name over the door." })
  readonly shopName!: string;

  @Field(() => String, { description: "行业，如 餐饮、医药健康。Trade." })
  readonly trade!: string;

  @Field(() => String, { nullable: true, description: "所在路段。Road section the door is on." })
  readonly roadSection!: string | null;

  @Field(() => String, { description: "门牌地址。Address of the door." })
  readonly address!: string;

  @Field(() => Boolean, { description: "是否党员经营户。Whether a Party member runs the shop." })
  readonly partyMemberShop!: boolean;
}

export const MerchantConnection = connectionOf(() => Merchant, "Merchant");
export type MerchantConnection = InstanceType<typeof MerchantConnection>;

@InputType()
export class MerchantFilter {
  @Field(() => String, { nullable: true, description: "区域代码，含下级。Area with everything below it." })
  @IsOptional()
  @AreaCode()
  readonly areaCode?: string | null;

  @Field(() => String, { nullable: true, description: "路段。Road section." })
  @IsOptional()
  @PlainText(1, 100)
  readonly roadSection?: string | null;

  @Field(() => String, { nullable: true, description: "行业。Trade." })
  @IsOptional()
  @PlainText(1, 50)
  readonly trade?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "店名、执照名称、地址里的文字。Text in shop name, licence name or address.",
  })
  @IsOptional()
  @PlainText(1, 50)
  readonly text?: string | null;

  @Field(() => Boolean, { nullable: true, description: "只看党员经营户（或只看其余）。Party-member shops." })
  readonly partyMemberShop?: boolean | null;

  @Field(() => String, { nullable: true, description: "报送单位自己的编号。The publisher's own number." })
  @IsOptional()
  @PlainText(1, 64)
  readonly externalId?: string | null;
}

@InputType()
export class RegisterMerchantInput {
  @Field(() => String, { nullable: true, description: "报送单位自己的编号。The publisher's own number." })
  @IsOptional()
  @PlainText(1, 64)
  readonly externalId?: string | null;

  @Field(() => String, { nullable: true, description: "统一社会信用代码。Unified social credit code." })
  @IsOptional()
  @PlainText(1, 40)
  readonly uscc?: string | null;

  @Field(() => String, { nullable: true, description: "营业执照上的名称。Name on the licence." })
  @IsOptional()
  @PlainText(1, 200)
  readonly licenceName?: string | null;

  @Field(() => String, { description: "门店名。Name over the door." })
  @PlainText(1, 100)
  readonly shopName!: string;

  @Field(() => String, { description: "行业。Trade." })
  @PlainText(1, 50)
  readonly trade!: string;

  @Field(() => String, { nullable: true, description: "所在路段。Road section." })
  @IsOptional()
  @PlainText(1, 100)
  readonly roadSection?: string | null;

  @Field(() => String, { description: "社区或网格代码。Code of the community or grid." })
  @AreaCode()
  readonly areaCode!: string;

  @Field(() => String, { description: "门牌地址。Address of the door." })
  @PlainText(1, 200)
  readonly address!: string;

  @Field(() => String, { nullable: true, description: "联系人原文，只存不显。Contact; shown masked only." })
  @IsOptional()
  @PlainText(1, 100)
  readonly contact?: string | null;

  @Field(() => String, { nullable: true, description: "电话原文，只存不显。Phone; shown masked only." })
  @IsOptional()
  @PlainText(1, 40)
  readonly phone?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: "是否党员经营户。Party-member shop." })
  readonly partyMemberShop!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "店主登录账号（令牌的 sub），凭它自行发布优惠。Login with which the shop publishes.",
  })
  @IsOptional()
  @PlainText(1, 200)
  readonly account?: string | null;
}

@ObjectType()
export class RegisterMerchantSuccess {
  @Field(() => Merchant)
  readonly merchant: Merchant;

  constructor(merchant: Merchant) {
    this.merchant = merchant;
  }
}

@ObjectType({
  implements: UserError,
  description: "信用代码有误，code 指出错在哪里。The credit code is wrong; code tells how.",
})
export class InvalidMerchantUscc extends UserError {
  constructor(fault: UsccFault) {
    super(fault.code, describeUsccFault(fault));
  }
}

@ObjectType({ implements: UserError, description: "商户已登记。The merchant is registered already." })
export class MerchantExists extends UserError {
  @Field(() => Merchant, { description: "已登记的那一户。The one that is registered." })
  readonly merchant: Merchant;

  constructor(merchant: Merchant) {
    super("MERCHANT_EXISTS", `“${merchant.shopName}”已用这个信用代码或编号登记。`);
    this.merchant = merchant;
  }
}

@ObjectType({
  implements: UserError,
  description: "区域不存在，或不到社区一级。The area is unknown, or wider than a community.",
})
export class UnknownMerchantArea extends UserError {
  constructor(areaCode: string) {
    super("UNKNOWN_AREA", `没有代码为 ${areaCode} 的社区或网格。`);
  }
}

export const RegisterMerchantResult = createUnionType({
  name: "RegisterMerchantResult",
  types: () => [RegisterMerchantSuccess, InvalidMerchantUscc, MerchantExists, UnknownMerchantArea] as const,
});
