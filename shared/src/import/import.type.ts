import { ArrayMaxSize, ArrayMinSize, IsOptional, Length, MaxLength } from "class-validator";
import {
  createUnionType,
  Directive,
  Field,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { UserError } from "../user-error.ts";

enum ImportSeverity {
  REFUSED = "REFUSED",
  CORRECTED = "CORRECTED",
  NOTICE = "NOTICE",
}
registerEnumType(ImportSeverity, {
  name: "ImportSeverity",
  description: "问题的轻重：退回、已更正、关于整个文件。Refused, corrected, or about the file as a whole.",
});

enum ImportVerdict {
  ACCEPT = "ACCEPT",
  CORRECT = "CORRECT",
  REJECT = "REJECT",
}
registerEnumType(ImportVerdict, {
  name: "ImportVerdict",
  description: "收、更正后收、退回。Taken, taken with corrections, refused.",
});

enum ImportOutcome {
  NEW = "NEW",
  CHANGED = "CHANGED",
  UNCHANGED = "UNCHANGED",
}
registerEnumType(ImportOutcome, {
  name: "ImportOutcome",
  description: "与已发布的相比：新增、有变、未变。Compared with what is published.",
});

export enum ImportMode {
  MERGE = "MERGE",
  REPLACE = "REPLACE",
}
registerEnumType(ImportMode, {
  name: "ImportMode",
  description: "合并，或整单替换（没有列出的撤下）。Replace withdraws what is not listed.",
});

export enum ImportTake {
  GOOD = "GOOD",
  ALL = "ALL",
}
registerEnumType(ImportTake, {
  name: "ImportTake",
  description: "只收合格的行，或全部合格才收。The good rows, or all or nothing.",
});

@Directive("@shareable")
@ObjectType({ description: "各类行数。How many rows of each kind." })
export class ImportCounts {
  @Field(() => Int)
  readonly total!: number;

  @Field(() => Int)
  readonly new!: number;

  @Field(() => Int)
  readonly changed!: number;

  @Field(() => Int)
  readonly unchanged!: number;

  @Field(() => Int, { description: "撤下的条数。Published before, not listed any more." })
  readonly withdrawn!: number;

  @Field(() => Int)
  readonly refused!: number;

  @Field(() => Int, { description: "收下但有更正的行数。Taken, with something changed or assumed." })
  readonly corrected!: number;
}

@Directive("@shareable")
@ObjectType({ description: "列名与字段的对应。Which column fills which field." })
export class ImportColumn {
  @Field(() => String, { description: "列号 A、B……。Column letter." })
  readonly column!: string;

  @Field(() => String)
  readonly heading!: string;

  @Field(() => String, { nullable: true, description: "空表示没有导入。Null: not used." })
  readonly field!: string | null;
}

@Directive("@shareable")
@ObjectType({ description: "一处问题或更正。One cell, row or heading the sender should know about." })
export class ImportProblem {
  @Field(() => Int, { description: "记录号，表头为 1。Record number; the heading is 1." })
  readonly row!: number;

  @Field(() => String, { nullable: true, description: "列号；空表示整行。Null: the row as a whole." })
  readonly column!: string | null;

  @Field(() => String, { nullable: true })
  readonly field!: string | null;

  @Field(() => String, { nullable: true })
  readonly heading!: string | null;

  @Field(() => ImportSeverity)
  readonly severity!: `${ImportSeverity}`;

  @Field(() => String)
  readonly code!: string;

  @Field(() => String)
  readonly message!: string;

  @Field(() => String, { nullable: true, description: "建议的改法。What to do about it." })
  readonly suggestion!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "原来的内容；联系方式不显示。The cell as sent; never a contact.",
  })
  readonly value!: string | null;
}

@Directive("@shareable")
@ObjectType({ description: "一行的结果。What became of a row." })
export class ImportRowResult {
  @Field(() => Int, { description: "记录号，表头为 1。Record number; the heading is 1." })
  readonly row!: number;

  @Field(() => ImportVerdict)
  readonly verdict!: `${ImportVerdict}`;

  @Field(() => ImportOutcome, { nullable: true })
  readonly outcome!: `${ImportOutcome}` | null;

  @Field(() => ID, { nullable: true })
  readonly id!: string | null;

  @Field(() => String, { nullable: true, description: "填报方自己的编号。The publisher's own number." })
  readonly externalId!: string | null;
}

@Directive("@shareable")
@ObjectType({ description: "导入回执。The answer to a published list." })
export class ImportReport {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly list!: string;

  @Field(() => String, { nullable: true })
  readonly fileName!: string | null;

  @Field(() => String, { nullable: true, description: "识别出的编码。The encoding found in a file." })
  readonly encoding!: string | null;

  @Field(() => ID, { nullable: true, description: "清单所属单位；空表示多个单位。Null: several units." })
  readonly unitId!: string | null;

  @Field(() => ImportMode)
  readonly mode!: `${ImportMode}`;

  @Field(() => ImportTake)
  readonly rows!: `${ImportTake}`;

  @Field(() => Boolean, { description: "只试算，不写入。Nothing was written." })
  readonly dryRun!: boolean;

  @Field(() => Boolean)
  readonly published!: boolean;

  @Field(() => String, { nullable: true, description: "整单未收的原因。Why nothing was taken." })
  readonly code!: string | null;

  @Field(() => ImportCounts)
  readonly counts!: ImportCounts;

  @Field(() => [ImportColumn])
  readonly mapping!: readonly ImportColumn[];

  @Field(() => [ImportProblem])
  readonly problems!: readonly ImportProblem[];

  @Field(() => [ImportRowResult])
  readonly results!: readonly ImportRowResult[];
}

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
