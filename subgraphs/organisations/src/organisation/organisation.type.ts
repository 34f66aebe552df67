import { connectionOf } from "@gongjian/shared/connection";
import { UserError } from "@gongjian/shared/user-error";
import { IsOptional, Matches, MaxLength } from "class-validator";
import { createUnionType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { IsPlainText } from "../plain-text.ts";
import { OrganisationKind, UsccStatus } from "./organisation-kind.ts";

registerEnumType(OrganisationKind, {
  name: "OrganisationKind",
  description: "单位类别。What sort of unit it is.",
  valuesConfig: {
    GOVERNMENT: { description: "机关。Government department." },
    PUBLIC_INSTITUTION: { description: "事业单位、群团。Public institution." },
    STATE_ENTERPRISE: { description: "国有企业。State-owned enterprise." },
    PRIVATE_ENTERPRISE: { description: "民营企业、个体工商户。Private enterprise." },
    SCHOOL: { description: "学校。School." },
    HOSPITAL: { description: "医疗机构。Hospital." },
    PROPERTY_MANAGER: { description: "物业公司。Property manager." },
    OWNERS_COMMITTEE: { description: "业主委员会。Owners' committee." },
    SOCIAL_ORGANISATION: { description: "社会组织。Social organisation." },
    FINANCIAL: { description: "金融机构。Financial institution." },
    COMMUNITY: { description: "社区居民委员会。Residents' committee." },
  },
});

registerEnumType(UsccStatus, {
  name: "UsccStatus",
  description: "统一社会信用代码核验到哪一步。How far the credit code has been checked.",
  valuesConfig: {
    UNVERIFIED: { description: "没有代码。No code given." },
    FORMAT_OK: { description: "两个校验位都对。Both check characters are right." },
    REGISTRY_OK: { description: "已与登记机关核对。Confirmed with the registry." },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({ description: "单位：辖区内的成员单位。A unit of the city." })
export class Organisation {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: "统一社会信用代码。Unified social credit code." })
  readonly uscc!: string | null;

  @Field(() => UsccStatus, { description: "代码核验状态。State of the code's verification." })
  readonly usccStatus!: UsccStatus;

  @Field(() => String, { description: "全称。Full name." })
  readonly name!: string;

  @Field(() => String, { description: "简称。Short name." })
  readonly shortName!: string;

  @Field(() => OrganisationKind, { description: "类别。Sort of unit." })
  readonly kind!: OrganisationKind;

  @Field(() => String, { nullable: true, description: "办公地址。Office address." })
  readonly address!: string | null;
}

export const OrganisationConnection = connectionOf(() => Organisation, "Organisation");
export type OrganisationConnection = InstanceType<typeof OrganisationConnection>;

@InputType({ description: "单位的筛选条件，同时满足。All conditions must hold." })
export class OrganisationFilter {
  @Field(() => ID, { nullable: true, description: "所在区域，含下级。In this area or below it." })
  @IsOptional()
  @Matches(/^\d{0,18}$/, { message: "应为区划代码" })
  readonly areaCode?: string | null;

  @Field(() => OrganisationKind, { nullable: true, description: "单位类别。Sort of unit." })
  readonly kind?: OrganisationKind | null;

  @Field(() => String, { nullable: true, description: "全称或简称里的文字。Text within either name." })
  @IsOptional()
  @MaxLength(100)
  readonly text?: string | null;

  @Field(() => ID, { nullable: true, description: "在该党委有席位。Holds a serving seat there." })
  readonly committeeId?: string | null;
}

@InputType({ description: "登记一个单位。A unit to be registered." })
export class RegisterOrganisationInput {
  @Field(() => String, { nullable: true, description: "统一社会信用代码，没有就不填。Credit code, if any." })
  @IsPlainText(40)
  readonly uscc?: string | null;

  @Field(() => String, { description: "全称。Full name." })
  @IsPlainText(200)
  readonly name!: string;

  @Field(() => String, { nullable: true, description: "简称，默认同全称。Short name; the full one if none." })
  @IsPlainText(100)
  readonly shortName?: string | null;

  @Field(() => OrganisationKind, { description: "类别。Sort of unit." })
  readonly kind!: OrganisationKind;

  @Field(() => ID, { description: "所在区域代码。Code of the area it lies in." })
  @Matches(/^\d{6,18}$/, { message: "应为 6–18 位数字" })
  readonly areaCode!: string;

  @Field(() => String, { nullable: true, description: "办公地址。Office address." })
  @IsPlainText(200)
  readonly address?: string | null;

  @Field(() => String, { nullable: true, description: "联系人，只存原文、只显脱敏。Contact; shown masked." })
  @IsPlainText(100)
  readonly contact?: string | null;

  @Field(() => String, { nullable: true, description: "电话，只存原文、只显脱敏。Phone; shown masked." })
  @IsPlainText(40)
  readonly phone?: string | null;
}

@ObjectType({ description: "单位已登记。The unit is registered." })
export class RegisterOrganisationSuccess {
  @Field(() => Organisation)
  readonly organisation: Organisation;

  constructor(organisation: Organisation) {
    this.organisation = organisation;
  }
}

@ObjectType({
  implements: UserError,
  description:
    "代码有误：USCC_LENGTH、USCC_CHARACTER、USCC_SUBJECT_CHECK、USCC_CHECK。The credit code is wrong.",
})
export class InvalidUscc extends UserError {
  @Field(() => String, { nullable: true, description: "应为的校验字符。The check character expected." })
  readonly expected: string | null;

  constructor(code: string, message: string, expected: string | null) {
    super(code, message);
    this.expected = expected;
  }
}

@ObjectType({ implements: UserError, description: "单位已登记过。The unit is registered already." })
export class OrganisationExists extends UserError {
  @Field(() => Organisation, { description: "已登记的单位。The unit that exists." })
  readonly organisation: Organisation;

  constructor(organisation: Organisation) {
    super("ORGANISATION_EXISTS", `“${organisation.name}”已登记，不能重复登记。`);
    this.organisation = organisation;
  }
}

export const RegisterOrganisationResult = createUnionType({
  name: "RegisterOrganisationResult",
  types: () => [RegisterOrganisationSuccess, InvalidUscc, OrganisationExists] as const,
});
