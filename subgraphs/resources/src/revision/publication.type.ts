import { connectionOf } from "@gongjian/shared/connection";
import { MaskedText, type Masked } from "@gongjian/shared/masked-text";
import { ImportCounts } from "@gongjian/shared/import/import-report.type";
import { CHANGE_KINDS, type ChangeKind } from "@gongjian/shared/import/revisions/row-changes";

import { Field, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from "type-graphql";

export const PublicationChangeKind = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, kind])) as {
  readonly [Kind in ChangeKind]: Kind;
};
registerEnumType(PublicationChangeKind, {
  name: "PublicationChangeKind",
  description: "新增、有变、撤下、恢复。New, changed, withdrawn, standing again.",
});

export enum PublicationMode {
  MERGE = "MERGE",
  REPLACE = "REPLACE",
  REVERT = "REVERT",
}
registerEnumType(PublicationMode, {
  name: "PublicationMode",
  description:
    "合并、整单替换、退回到较早的一版。Merged, replaced as a whole, brought back to an earlier revision.",
});

@ObjectType({ description: "一条里改了的一栏。One field of a line that is different." })
export class PublicationFieldChange {
  @Field(() => String, { description: "字段名。Name of the field, as in import reports." })
  readonly field!: string;

  @Field(() => String, { description: "栏目的中文名。Its Chinese heading." })
  readonly label!: string;

  @Field(() => String, {
    nullable: true,
    description: "原来的内容；联系方式不显示。Before; never a contact.",
  })
  readonly before!: string | null;

  @Field(() => String, { nullable: true, description: "后来的内容；联系方式不显示。After; never a contact." })
  readonly after!: string | null;
}

@ObjectType({ description: "一条的前后对照。One line before and after." })
export class PublicationChange {
  @Field(() => ID, { description: "这一条资源或需求的 id。The id of the resource or need." })
  readonly rowId!: string;

  @Field(() => String, { nullable: true, description: "填报方自己的编号。The publisher's own number." })
  readonly externalId!: string | null;

  @Field(() => String, { description: "名称。Its title." })
  readonly title!: string;

  @Field(() => PublicationChangeKind)
  readonly kind!: ChangeKind;

  @Field(() => [PublicationFieldChange], { description: "有差别的各栏。The fields that are different." })
  readonly fields!: PublicationFieldChange[];
}

export const PublicationChangeConnection = connectionOf(() => PublicationChange, "PublicationChange");
export type PublicationChangeConnection = InstanceType<typeof PublicationChangeConnection>;

@ObjectType({ description: "谁发布的：角色和遮住的账号。Who published: the role and a masked account." })
export class PublicationActor {
  @Field(() => String, { description: "角色代码。Code of the role." })
  readonly role!: string;

  @Field(() => MaskedText, { description: "遮住的账号。The account, masked." })
  readonly subject!: Masked;
}

@ObjectType({ description: "清单的一版：谁在什么时候用哪个文件发布，改了什么。One revision of a list." })
export class Publication {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => Int, { description: "先后次序；越大越新，不连续。Order of revisions, with gaps." })
  readonly number!: number;

  @Field(() => String, { description: "清单名，如 resources、needs。Name of the list." })
  readonly list!: string;

  @Field(() => String, { nullable: true })
  readonly fileName!: string | null;

  @Field(() => String, { nullable: true, description: "识别出的编码。The encoding found in the file." })
  readonly encoding!: string | null;

  @Field(() => PublicationMode)
  readonly mode!: `${PublicationMode}`;

  @Field(() => PublicationActor)
  readonly actor!: PublicationActor;

  @Field(() => GraphQLISODateTime)
  readonly publishedAt!: Date;

  @Field(() => ImportCounts)
  readonly counts!: ImportCounts;
}

export const PublicationConnection = connectionOf(() => Publication, "Publication");
export type PublicationConnection = InstanceType<typeof PublicationConnection>;
