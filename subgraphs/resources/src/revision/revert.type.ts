import { UserError } from "@gongjian/shared/user-error";
import { IsOptional, IsUUID, Length, MaxLength } from "class-validator";
import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";

export enum PublicationUndo {
  LAST = "LAST",
}
registerEnumType(PublicationUndo, {
  name: "PublicationUndo",
  description: "撤销最近一次发布。Takes the latest publication back.",
});

@InputType({
  description:
    "退回清单：publicationId 和 undo 只填一个。Brings a list back; exactly one of publicationId and undo.",
})
export class RevertPublicationInput {
  @Field(() => String, { description: "清单名，如 resources、needs。Name of the list." })
  @MaxLength(50)
  readonly list!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "只退回这个单位的条目；默认本单位，或那一版涉及的全部单位。Only this unit's lines; default: one's own, or all of that revision's.",
  })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "退回到这一版发布之后的样子。Back to what stood after this revision.",
  })
  @IsOptional()
  @IsUUID()
  readonly publicationId?: string | null;

  @Field(() => PublicationUndo, { nullable: true })
  readonly undo?: PublicationUndo | null;

  @Field(() => Boolean, { defaultValue: false, description: "只试算，不写入。Writes nothing." })
  readonly dryRun: boolean = false;

  @Field(() => ID, { description: "重发时返回同一结果。A repeat gets the same answer." })
  @Length(1, 200)
  readonly idempotencyKey!: string;
}

@ObjectType({ description: "退回影响的条数。How many lines a revert touches." })
export class RevertCounts {
  @Field(() => Int, { description: "改回原来内容的。Back to their earlier values." })
  readonly changed!: number;

  @Field(() => Int, { description: "后来新增、现在撤下的。New since, withdrawn now." })
  readonly withdrawn!: number;

  @Field(() => Int, { description: "后来撤下、现在恢复的。Withdrawn since, standing again." })
  readonly restored!: number;
}

@ObjectType({
  description: "已退回；内容本来就一样时不产生新的一版。Done; no new revision where nothing was different.",
})
export class RevertPublicationSuccess {
  @Field(() => RevertCounts)
  readonly counts: RevertCounts;

  @Field(() => Boolean, { description: "只试算，没有写入。Nothing was written." })
  readonly dryRun: boolean;

  /** The new revision, if there is one. */
  readonly publicationId: string | null;

  constructor(counts: RevertCounts, dryRun: boolean, publicationId: string | null) {
    this.counts = counts;
    this.dryRun = dryRun;
    this.publicationId = publicationId;
  }
}

@ObjectType({ implements: UserError, description: "没有退回。Nothing was brought back." })
export class RevertRefused extends UserError {}

export const RevertPublicationResult = createUnionType({
  name: "RevertPublicationResult",
  types: () => [RevertPublicationSuccess, RevertRefused] as const,
});
