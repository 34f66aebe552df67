import { Field, Float, ObjectType, registerEnumType } from "type-graphql";

export enum BundleKind {
  THINGS = "THINGS",
  QUANTITY = "QUANTITY",
}
registerEnumType(BundleKind, {
  name: "BundleKind",
  description: "为什么要几条合起来。Why several are put together.",
  valuesConfig: {
    THINGS: { description: "需求要几样东西，如场地加投影。The need asks for several things." },
    QUANTITY: { description: "一家不够，几家凑。No single one has enough." },
  },
});

@ObjectType({ description: "组合里的一条。One supply of a bundle." })
export class BundlePart {
  @Field(() => String, { nullable: true, description: "它解决哪一样。Which of the things asked it brings." })
  readonly thing!: string | null;

  @Field(() => Float, {
    nullable: true,
    description: "从它取多少，按需求的计量单位。How much of it, in the need's measure.",
  })
  readonly amount!: number | null;
}

@ObjectType({ description: "几条供给合起来满足一条需求。Supplies that meet a need together." })
export class Bundle {
  @Field(() => BundleKind)
  readonly kind!: `${BundleKind}`;

  @Field(() => [BundlePart], { description: "二至五条。Two to five." })
  readonly parts!: readonly BundlePart[];

  @Field(() => Float, { description: "合起来满足几成，0 到 1。How much of the need they cover together." })
  readonly covers!: number;

  @Field(() => String, { description: "一句话说明。In one sentence." })
  readonly summary!: string;
}
