import { UserError } from "@gongjian/shared/user-error";
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsOptional,
  IsUUID,
  Length,
  MaxLength,
  ValidateNested,
} from "class-validator";
import { createUnionType, Field, GraphQLISODateTime, ID, InputType, ObjectType } from "type-graphql";

@ObjectType({ description: "清单的一个字段。A field that a column of this list can fill." })
export class ListField {
  @Field(() => String, { description: "字段名，给程序用。Its name for programs." })
  readonly field!: string;

  @Field(() => String, { description: "中文名。Its Chinese name." })
  readonly label!: string;

  @Field(() => Boolean, { description: "必须有这一列。A list without it is refused." })
  readonly required!: boolean;
}

@ObjectType({ description: "一个列名的对应。What one heading of the unit's sheets means." })
export class ListMappingColumn {
  @Field(() => String, { description: "列名，照单位的写法。The heading as the unit writes it." })
  readonly heading!: string;

  @Field(() => ListField, {
    nullable: true,
    description: "对应的字段；空表示不导入这一列。Null: the column is not used.",
  })
  readonly field!: ListField | null;

  @Field(() => GraphQLISODateTime)
  readonly updatedAt!: Date;

  @Field(() => String, { description: "谁定的（角色）。The role that said so." })
  readonly updatedBy!: string;
}

@ObjectType({
  description: "一个单位为一种清单记住的列名对应。What a unit has said of the headings of its own sheets.",
})
export class ListMapping {
  @Field(() => String, { description: "清单名，如 resources、needs。Name of the list." })
  readonly list!: string;

  @Field(() => [ListMappingColumn], { description: "记住的列名，最多 200 个。Headings that are remembered." })
  readonly columns!: readonly ListMappingColumn[];

  @Field(() => [ListField], { description: "可以对应的全部字段。Every field a heading can be given." })
  readonly fields!: readonly ListField[];
}

@InputType()
export class ListMappingColumnInput {
  @Field(() => String, { description: "列名。A heading." })
  @Length(1, 200)
  readonly heading!: string;

  @Field(() => String, {
    nullable: true,
    description: "字段名或它的中文名；空表示不导入这一列。A field or its Chinese name; null: not used.",
  })
  @IsOptional()
  @MaxLength(100)
  readonly field?: string | null;
}

@InputType()
export class SaveListMappingInput {
  @Field(() => String, { description: "清单名，如 resources、needs。Name of the list." })
  @MaxLength(50)
  readonly list!: string;

  @Field(() => ID, { nullable: true, description: "哪个单位的，默认本单位。Default: the caller's own." })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string | null;

  @Field(() => [ListMappingColumnInput], {
    description: "要记住的列名；没有提到的照旧。Headings that are not named stay as they are.",
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  readonly columns!: ListMappingColumnInput[];

  @Field(() => ID, { nullable: true, description: "重发时不再写入。A repeat writes nothing." })
  @IsOptional()
  @Length(1, 200)
  readonly idempotencyKey?: string | null;
}

@InputType()
export class ForgetListMappingInput {
  @Field(() => String, { description: "清单名，如 resources、needs。Name of the list." })
  @MaxLength(50)
  readonly list!: string;

  @Field(() => ID, { nullable: true, description: "哪个单位的，默认本单位。Default: the caller's own." })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string | null;

  @Field(() => [String], { nullable: true, description: "忘掉哪些列名，默认全部。Default: all of them." })
  @IsOptional()
  @ArrayMaxSize(200)
  @MaxLength(200, { each: true })
  readonly headings?: string[] | null;
}

@ObjectType()
export class SaveListMappingSuccess {
  @Field(() => ListMapping)
  readonly mapping: ListMapping;

  constructor(mapping: ListMapping) {
    this.mapping = mapping;
  }
}

@ObjectType()
export class ForgetListMappingSuccess {
  @Field(() => ListMapping)
  readonly mapping: ListMapping;

  constructor(mapping: ListMapping) {
    this.mapping = mapping;
  }
}

@ObjectType({ implements: UserError, description: "清单没有这个字段。The list has no such field." })
export class UnknownListField extends UserError {
  @Field(() => [ListField], { description: "可用的字段。The fields there are." })
  readonly fields: readonly ListField[];

  constructor(message: string, fields: readonly ListField[]) {
    super("UNKNOWN_FIELD", message);
    this.fields = fields;
  }
}

@ObjectType({
  implements: UserError,
  description:
    "列名对应不能这样记：两列对应一个字段、列名不能用、列名太多。The headings contradict each other.",
})
export class ListMappingRefused extends UserError {}

@ObjectType({
  implements: UserError,
  description: "幂等键已用于另一份内容。The key came with another input before.",
})
export class ListMappingKeyConflict extends UserError {
  constructor() {
    super("IDEMPOTENCY_CONFLICT", "这个 idempotencyKey 已用于另一份内容。换了内容请换一个新的键。");
  }
}

export const SaveListMappingResult = createUnionType({
  name: "SaveListMappingResult",
  types: () =>
    [SaveListMappingSuccess, UnknownListField, ListMappingRefused, ListMappingKeyConflict] as const,
});

export const ForgetListMappingResult = createUnionType({
  name: "ForgetListMappingResult",
  types: () => [ForgetListMappingSuccess] as const,
});
