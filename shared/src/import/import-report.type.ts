import { Directive, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";

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

  @Field(() => String, {
    nullable: true,
    description:
      "怎样认出的：ALIAS 列名、TAG 标签、SAVED 记住的对应、GUESS 猜测。How it was found: alias, tag, saved, guess.",
  })
  readonly by!: string | null;
}

@Directive("@shareable")
@ObjectType({ description: "一项内容前后的不同。One field before and after." })
export class ImportFieldChange {
  @Field(() => String)
  readonly field!: string;

  @Field(() => String, { description: "中文列名。The column's Chinese name." })
  readonly label!: string;

  @Field(() => String, { nullable: true })
  readonly before!: string | null;

  @Field(() => String, { nullable: true })
  readonly after!: string | null;
}

enum ImportChangeKind {
  CHANGED = "CHANGED",
  WITHDRAWN = "WITHDRAWN",
}
registerEnumType(ImportChangeKind, {
  name: "ImportChangeKind",
  description: "已发布的条目有变或被撤下。A published line changed or was withdrawn.",
});

@Directive("@shareable")
@ObjectType({ description: "对一条已发布条目的改动。What an upload does to a published line." })
export class ImportChange {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true })
  readonly externalId!: string | null;

  @Field(() => String, { nullable: true })
  readonly title!: string | null;

  @Field(() => ImportChangeKind)
  readonly kind!: `${ImportChangeKind}`;

  @Field(() => [ImportFieldChange])
  readonly fields!: readonly ImportFieldChange[];
}

@Directive("@shareable")
@ObjectType({ description: "一处问题或更正。One cell, row or heading the sender should know about." })
export class ImportProblem {
  @Field(() => String, { nullable: true, description: "工作表名；空表示没有工作表。The workbook's sheet." })
  readonly sheet!: string | null;

  @Field(() => Int, { description: "文件里的行号，从 1 数起。Row in the file, from 1." })
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
  @Field(() => String, { nullable: true, description: "工作表名；空表示没有工作表。The workbook's sheet." })
  readonly sheet!: string | null;

  @Field(() => Int, { description: "文件里的行号，从 1 数起。Row in the file, from 1." })
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

  @Field(() => String, { description: "CSV、XLSX、JSONL 或 CELLS。Format of what was sent." })
  readonly format!: string;

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

  @Field(() => Int, { description: "表头所在的行。The heading's row." })
  readonly headingRow!: number;

  @Field(() => [ImportColumn])
  readonly mapping!: readonly ImportColumn[];

  @Field(() => [ImportProblem])
  readonly problems!: readonly ImportProblem[];

  @Field(() => Int, { description: "没有列出的问题还有多少。Problems beyond those listed." })
  readonly problemsOmitted!: number;

  @Field(() => [ImportChange], {
    description: "与已发布的不同之处，至多 500 条。Differences to what was published, at most 500.",
  })
  readonly changes!: readonly ImportChange[];

  @Field(() => Int, { description: "没有列出的改动还有多少。Changes beyond those listed." })
  readonly changesOmitted!: number;

  @Field(() => [ImportRowResult])
  readonly results!: readonly ImportRowResult[];
}
