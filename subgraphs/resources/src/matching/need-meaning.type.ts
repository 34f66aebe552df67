import { Field, Float, ObjectType } from "type-graphql";

@ObjectType({ description: "文字看来属于的类别。A category that the text speaks of." })
export class LikelyCategory {
  @Field(() => String, { description: "类别代码。Code." })
  readonly code!: string;

  @Field(() => String, { description: "类别名称。Name." })
  readonly name!: string;

  @Field(() => Float, { description: "把握，0 到 1，以八分之一计。Confidence, in eighths." })
  readonly confidence!: number;
}

@ObjectType({ description: "要的东西或事情。A thing that is asked for." })
export class LikelyConcept {
  @Field(() => String, { description: "词库里的名称。Its name in the lexicon." })
  readonly name!: string;

  @Field(() => Float, { description: "把握，0 到 1，以八分之一计。Likelihood, in eighths." })
  readonly likelihood!: number;

  @Field(() => Boolean, { description: "原文说到了它的一种叫法。Whether the text says it in so many words." })
  readonly isSaid!: boolean;
}

@ObjectType({ description: "系统对一条需求的理解。How a need is understood, for whoever doubts a match." })
export class NeedMeaning {
  @Field(() => [LikelyCategory], {
    description: "只看文字，最可能的在前。By its text alone, the likeliest first.",
  })
  readonly categories!: readonly LikelyCategory[];

  @Field(() => Boolean, {
    description: "填的类别与文字不符，已按文字理解。The text outweighs the category that was given.",
  })
  readonly isCategoryDoubted!: boolean;

  @Field(() => [LikelyConcept], { description: "要的是什么。What is asked for." })
  readonly concepts!: readonly LikelyConcept[];

  @Field(() => [String], { description: "点名要的资质。Licences that it insists on." })
  readonly licences!: readonly string[];

  @Field(() => [String], { description: "文字里提到的人群。Groups that the text speaks of." })
  readonly audiences!: readonly string[];
}
