import { UserError } from "@gongjian/shared/user-error";
import { IsOptional, IsUUID, Length, Matches } from "class-validator";
import { createUnionType, Field, ID, InputType, ObjectType } from "type-graphql";

@InputType()
export class RevealContactInput {
  @Field(() => ID, {
    nullable: true,
    description: "哪条资源；与 needId 恰填其一。Which resource; either this or needId.",
  })
  @IsOptional()
  @IsUUID()
  readonly resourceId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "哪条需求；与 resourceId 恰填其一。Which need; either this or resourceId.",
  })
  @IsOptional()
  @IsUUID()
  readonly needId?: string | null;

  @Field(() => String, { description: "为什么要看，记入查阅记录。Why; it is kept in the access log." })
  @Length(2, 200)
  @Matches(/\S\s*\S/)
  readonly reason!: string;
}

@ObjectType({
  description: "联系人原文；这次查阅已记录。The contact as it was given; this look is on record.",
})
export class RevealContactSuccess {
  @Field(() => String, { nullable: true, description: "联系人。Contact person." })
  readonly contact: string | null;

  @Field(() => String, { nullable: true, description: "联系电话。Phone." })
  readonly phone: string | null;

  constructor(contact: string | null, phone: string | null) {
    this.contact = contact;
    this.phone = phone;
  }
}

@ObjectType({ implements: UserError, description: "单位没有留联系方式。Its unit left no contact." })
export class ContactMissing extends UserError {
  constructor() {
    super("CONTACT_MISSING", "这一条没有留联系人和电话，请向报送单位询问。");
  }
}

export const RevealContactResult = createUnionType({
  name: "RevealContactResult",
  types: () => [RevealContactSuccess, ContactMissing] as const,
});
