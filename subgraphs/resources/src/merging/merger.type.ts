import { RequestKeyReused } from "@gongjian/shared/request-key";
import { MaskedText, type Masked } from "@gongjian/shared/masked-text";
import { UserError } from "@gongjian/shared/user-error";
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsOptional,
  IsUUID,
  Length,
  Matches,
} from "class-validator";
import {
  createUnionType,
  Field,
  Float,
  GraphQLISODateTime,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { Need, NeedAlreadyWithdrawn } from "../need/need.type.ts";

/** A list bounded by its use: what a secretary can look through. */
const MOST_MERGED = 50;

export enum NeedMergerKind {
  SIMILAR = "SIMILAR",
  SAME = "SAME",
}
registerEnumType(NeedMergerKind, {
  name: "NeedMergerKind",
  description: "为什么合并。Why needs are merged.",
  valuesConfig: {
    SIMILAR: {
      description:
        "同类的事，人各不同：数量相加，人数相加记作人次。The same kind of thing for different people: quantities add up, persons to 人次.",
    },
    SAME: {
      description:
        "同一件事报了几次：数量取最大的一个。One matter raised several times: the largest quantity counts.",
    },
  },
});

@ObjectType({ description: "合并前的一条需求。One of the needs that were merged." })
export class MergedNeed {
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "什么时候离开的：撤回，或合并被撤销；还在其中的为空。When it left; null while it is in.",
  })
  readonly leftAt!: Date | null;
}

@ObjectType({
  description:
    "一种计量单位下的合计；单位不同的不能相加。What is asked in one measure; others cannot be added.",
})
export class MergedQuantity {
  @Field(() => Float)
  readonly quantity!: number;

  @Field(() => String, { nullable: true })
  readonly unitOfMeasure!: string | null;

  @Field(() => Int, { description: "来自几条需求。Of how many needs." })
  readonly needs!: number;
}

@ObjectType({ description: "谁做的：角色和遮住的账号。Who did it: the role and a masked account." })
export class MergerActor {
  @Field(() => String, { description: "角色代码。Code of the role." })
  readonly role!: string;

  @Field(() => MaskedText, { description: "遮住的账号。The account, masked." })
  readonly subject!: Masked;
}

@ObjectType({
  description:
    "一次合并：哪几条、谁、什么时候；撤销以后仍然留着。A merging of needs; kept when it has been undone.",
})
export class NeedMerger {
  @Field(() => NeedMergerKind)
  readonly kind!: `${NeedMergerKind}`;

  @Field(() => GraphQLISODateTime)
  readonly mergedAt!: Date;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "什么时候撤销的；没有撤销的为空。When it was undone; null where it was not.",
  })
  readonly undoneAt!: Date | null;
}

@InputType({ description: "把几条需求合并成一条。Merges needs into one." })
export class MergeNeedsInput {
  @Field(() => [ID], { description: "合并哪几条，2–50 条。Which needs, 2 to 50." })
  @ArrayMinSize(2)
  @ArrayMaxSize(MOST_MERGED)
  @ArrayUnique((id: string) => id.toLowerCase())
  @IsUUID(undefined, { each: true })
  readonly needIds!: string[];

  @Field(() => NeedMergerKind, { defaultValue: NeedMergerKind.SIMILAR })
  readonly kind!: `${NeedMergerKind}`;

  @Field(() => String, {
    nullable: true,
    description: "合并后的名称；默认用最早公布的一条的。Its title; default: that of the one published first.",
  })
  @IsOptional()
  @Length(1, 200)
  @Matches(/\S/)
  readonly title?: string | null;

  @Field(() => ID, { description: "幂等键：重发不会再合并一次。Sending it again merges nothing twice." })
  @Length(1, 200)
  readonly idempotencyKey!: string;
}

@InputType({ description: "撤销一次合并。Undoes a merging of needs." })
export class UnmergeNeedsInput {
  @Field(() => ID, { description: "合并成的那一条。The need that they were merged into." })
  @IsUUID()
  readonly needId!: string;

  @Field(() => ID, { description: "幂等键。Idempotency key." })
  @Length(1, 200)
  readonly idempotencyKey!: string;
}

@ObjectType({
  description: "合并成的一条，代替原来几条去匹配。The one need, which is matched instead of them.",
})
export class MergeNeedsSuccess {
  @Field(() => Need)
  readonly need: Need;

  constructor(need: Need) {
    this.need = need;
  }
}

@ObjectType({ description: "原来几条恢复原样，各自匹配。The needs stand for themselves again." })
export class UnmergeNeedsSuccess {
  @Field(() => [Need], { description: "恢复的几条。The needs that stand again." })
  readonly needs: Need[];

  constructor(needs: Need[]) {
    this.needs = needs;
  }
}

@ObjectType({ implements: UserError, description: "有的已经并入别的需求。Some are merged already." })
export class NeedAlreadyMerged extends UserError {
  @Field(() => [ID], { description: "是哪几条。Which." })
  readonly needIds: string[];

  constructor(needs: readonly { readonly id: string; readonly title: string }[]) {
    const titles = needs.map(({ title }) => `“${title}”`).join("、");
    super("NEED_ALREADY_MERGED", `${titles}已经并入另一条需求；要改动，请先撤销那次合并。`);
    this.needIds = needs.map(({ id }) => id);
  }
}

@ObjectType({ implements: UserError, description: "没有可以撤销的合并。There is no merging to undo." })
export class NotMerged extends UserError {
  constructor() {
    super("NOT_MERGED", "这条需求不是合并成的，或者合并已经撤销。");
  }
}

@ObjectType({ implements: UserError, description: "有的已在项目里。Some are in a project already." })
export class NeedInProject extends UserError {
  @Field(() => ID, { description: "哪个项目。Which project." })
  readonly projectId: string;

  constructor({ id, title }: { readonly id: string; readonly title: string }) {
    super("NEED_IN_PROJECT", `项目“${title}”正在解决其中的需求，请先调整那个项目。`);
    this.projectId = id;
  }
}

@ObjectType({ implements: UserError, description: "不在同一个县市。Not all in one county." })
export class NoCommonArea extends UserError {
  constructor() {
    super("NO_COMMON_AREA", "这几条需求不在同一个县市，没有能包含它们的区域，不能合并。");
  }
}

export const MergeNeedsResult = createUnionType({
  name: "MergeNeedsResult",
  types: () =>
    [
      MergeNeedsSuccess,
      NeedAlreadyMerged,
      NeedAlreadyWithdrawn,
      NeedInProject,
      NoCommonArea,
      RequestKeyReused,
    ] as const,
});

export const UnmergeNeedsResult = createUnionType({
  name: "UnmergeNeedsResult",
  types: () => [UnmergeNeedsSuccess, NotMerged, NeedAlreadyMerged, NeedInProject, RequestKeyReused] as const,
});
