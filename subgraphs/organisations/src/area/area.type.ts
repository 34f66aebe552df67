import { UserError } from "@gongjian/shared/user-error";
import { connectionOf } from "@gongjian/shared/connection";
import { IsOptional, Matches, Max, Min, ValidateNested } from "class-validator";
import {
  createUnionType,
  Directive,
  Field,
  Float,
  ID,
  InputType,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { IsPlainText } from "../plain-text.ts";
import { AreaLevel } from "./area-level.ts";
import type { PlacementFault } from "./area-placement.ts";
import { CoordinateSystem } from "./coordinate-system.ts";

registerEnumType(AreaLevel, {
  name: "AreaLevel",
  description: "区域层级，共五级。Level in the tree of areas.",
  valuesConfig: {
    COUNTY: { description: "县（市、区）。County-level city." },
    STREET: { description: "街道（乡镇）。Street or town." },
    COMMUNITY: { description: "社区（村）。Community." },
    GRID: { description: "网格。Grid." },
    MICRO_GRID: { description: "微网格（小区、楼栋）。Estate or building." },
  },
});

registerEnumType(CoordinateSystem, {
  name: "CoordinateSystem",
  description: "坐标系，不同坐标系的点不可直接比较。Coordinate reference system of a point.",
});

@Directive('@key(fields: "code")')
@ObjectType({ description: "区域：县、街道、社区、网格、微网格。A place in the tree of areas." })
export class Area {
  @Field(() => ID, { description: "区划代码，下级代码以上级代码开头。Code; begins with the parent's." })
  readonly code!: string;

  @Field(() => AreaLevel, { description: "层级。Level." })
  readonly level!: AreaLevel;

  @Field(() => String, { description: "名称。Name." })
  readonly name!: string;

  @Field(() => Float, { nullable: true, description: "纬度（度）。Latitude in degrees." })
  readonly latitude!: number | null;

  @Field(() => Float, { nullable: true, description: "经度（度）。Longitude in degrees." })
  readonly longitude!: number | null;

  @Field(() => CoordinateSystem, {
    nullable: true,
    description: "经纬度的坐标系，未知为空。System of the point; null when unknown.",
  })
  readonly crs!: CoordinateSystem | null;
}

export const AreaConnection = connectionOf(() => Area, "Area");
export type AreaConnection = InstanceType<typeof AreaConnection>;

@InputType({ description: "登记区域；代码已登记时改名称和位置。Registers an area or renames it." })
export class RegisterAreaInput {
  @Field(() => ID, { description: "区划代码。Code." })
  @Matches(/^\d{6,18}$/, { message: "应为 6–18 位数字" })
  readonly code!: string;

  @Field(() => ID, {
    nullable: true,
    description: "上级代码，县级不填。Code of the parent; none for a county.",
  })
  @IsOptional()
  @Matches(/^\d{6,18}$/, { message: "应为 6–18 位数字" })
  readonly parentCode?: string | null;

  @Field(() => AreaLevel, { description: "层级。Level." })
  readonly level!: AreaLevel;

  @Field(() => String, { description: "名称。Name." })
  @IsPlainText(100)
  readonly name!: string;

  @Field(() => AreaPointInput, {
    nullable: true,
    description: "位置，不填则不变。Place; kept when left out.",
  })
  @IsOptional()
  @ValidateNested()
  readonly point?: AreaPointInput | null;
}

@InputType({ description: "一个点。A point." })
export class AreaPointInput {
  @Field(() => Float, { description: "纬度（度）。Latitude in degrees." })
  @Min(-90)
  @Max(90)
  readonly latitude!: number;

  @Field(() => Float, { description: "经度（度）。Longitude in degrees." })
  @Min(-180)
  @Max(180)
  readonly longitude!: number;

  @Field(() => CoordinateSystem, { nullable: true, description: "坐标系，未知不填。Null when unknown." })
  readonly crs?: CoordinateSystem | null;
}

@ObjectType({ description: "区域已登记。The area is registered." })
export class RegisterAreaSuccess {
  @Field(() => Area)
  readonly area: Area;

  constructor(area: Area) {
    this.area = area;
  }
}

@ObjectType({
  implements: UserError,
  description:
    "区域放错了位置：UNKNOWN_PARENT、CYCLE、AREA_LEVEL_SKIP、GRID_LEVEL_SKIP、AREA_CODE_MISMATCH。The area cannot stand there.",
})
export class AreaMisplaced extends UserError {
  constructor({ code, message }: PlacementFault) {
    super(code, message);
  }
}

export const RegisterAreaResult = createUnionType({
  name: "RegisterAreaResult",
  types: () => [RegisterAreaSuccess, AreaMisplaced] as const,
});
