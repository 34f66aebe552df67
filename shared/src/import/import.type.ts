import { ArrayMaxSize, ArrayMinSize, IsOptional, Length, MaxLength } from "class-validator";
import { createUnionType, Field, ID, InputType, ObjectType } from "type-graphql";
import { UserError } from "../user-error.ts";
import { ImportMode, ImportReport, ImportTake } from "./import-report.type.ts";

/** How many rows one mutation takes; longer lists are sent as files. */
const MOST_ROWS_PER_MUTATION = 200;

@InputType({ description: "以单元格提交的清单，至多 200 行。A list sent as cells." })
export class ImportListInput {
  @Field(() => String, { description: "清单名，如 resources、needs。Name of the list." })
  @MaxLength(50)
  readonly list!: string;

  @Field(() => [String], { description: "列名。Headings, as they would stand in a file." })
  @ArrayMinSize(1)
  @ArrayMaxSize(200)
  readonly heading!: string[];

  @Field(() => [[String]], { description: "各行的单元格，与列名同序。Cells in the order of the headings." })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_ROWS_PER_MUTATION)
  readonly rows!: string[][];

  @Field(() => ID, { nullable: true, description: "清单所属单位，默认本单位。Default: the caller's own." })
  readonly unitId?: string;

  @Field(() => ImportMode, { defaultValue: ImportMode.MERGE })
  readonly mode: ImportMode = ImportMode.MERGE;

  @Field(() => ImportTake, { defaultValue: ImportTake.GOOD })
  readonly take: ImportTake = ImportTake.GOOD;

  @Field(() => Boolean, { defaultValue: false, description: "只试算，不写入。Writes nothing." })
  readonly dryRun: boolean = false;

  @Field(() => ID, { nullable: true, description: "重发时返回同一回执。A repeat gets the same report." })
  @IsOptional()
  @Length(1, 200)
  readonly idempotencyKey?: string;
}

@ObjectType()
export class ImportListSuccess {
  @Field(() => ImportReport)
  readonly report: ImportReport;

  constructor(report: ImportReport) {
    this.report = report;
  }
}

@ObjectType({ implements: UserError, description: "整份清单未收。The list as a whole was refused." })
export class ListRefused extends UserError {}

export const ImportListResult = createUnionType({
  name: "ImportListResult",
  types: () => [ImportListSuccess, ListRefused] as const,
});
