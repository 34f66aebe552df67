import type { Cell, CellParser } from "@gongjian/shared/import/list-definition";
import { measured, type Measured } from "@gongjian/shared/import/values/number";
import { code, foldWord, tidy } from "@gongjian/shared/import/values/text";
import type { Words } from "@gongjian/shared/import/values/choice";
import { maskPersonalNumbers } from "@gongjian/shared/import/values/personal-numbers";
import type { ProjectRow } from "../project/project.row.ts";
import type { ListValues } from "./list-values.ts";

/** `R0137×20→N0003`: so much of this resource, for that need. Numbers as sent; after `resolve` they are ids. */
export interface CommitmentValue {
  resource: string;
  quantity: number | null;
  need: string | null;
}

export interface ProgressValue {
  readonly progress: ProjectRow["progress"];
  /** As written, where it says more than the word. */
  readonly note: string;
}

/** A line of the list of projects. `partners` and `needs` hold ids when `resolve` is done. */
export interface ProjectValues extends Pick<
  ListValues,
  "externalId" | "unit" | "title" | "description" | "category" | "area" | "from" | "to" | "period"
> {
  partners: string[];
  /** Partners that are no registered unit. As sent they count as `partners`; `resolve` tells them apart. */
  otherPartners: string[];
  contact: string | null;
  progress: ProgressValue;
  /** As sent in a column of its own; joined to the note of `progress` when the line is complete. */
  progressNote: string | null;
  funding: string | null;
  budget: number | null;
  acceptance: string | null;
  needs: string[];
  commitments: CommitmentValue[];
  milestones: string[];
  risks: string | null;
}

/** How far a project is, each with the words people use for it. */
export const PROGRESS_WORDS: Words<ProjectRow["progress"]> = {
  PLANNED: ["未开始", "未启动", "计划中", "筹备", "筹备中", "待启动", "拟实施", "策划中", "未开工"],
  ONGOING: ["进行中", "实施中", "推进中", "正在实施", "正在推进", "已启动", "已开工", "在建", "有序推进"],
  AT_RISK: ["有风险", "滞后", "受阻", "停滞", "缓慢", "进度滞后", "推进困难"],
  DONE: ["已完成", "完成", "已结束", "已验收", "已办结", "办结", "竣工", "已竣工", "结项"],
  STOPPED: ["已停止", "终止", "已终止", "取消", "已取消", "中止", "不再实施", "暂停"],
};

const PROGRESS_BY_WORD = new Map(
  Object.entries(PROGRESS_WORDS).flatMap(([value, words]) =>
    [value, ...words].map((word) => [foldWord(word), value as ProjectRow["progress"]] as const),
  ),
);

/** Characters of 进展 and of 进展说明, also when both say something. */
export const LONGEST_NOTE = 500;

/** 进展: one of the known words, alone or at the head of a sentence; what follows is kept as a note. */
export function progress(): CellParser<ProgressValue> {
  return (sent, cell) => {
    const text = tidy(sent);
    if (text === "") return { progress: "PLANNED", note: "" };
    const note = openText(text, cell);
    const known = PROGRESS_BY_WORD.get(foldWord(text));
    if (known !== undefined) return { progress: known, note: "" };
    const head = /^[^，,。；;（(：:、\s\d]+/.exec(text)?.[0] ?? "";
    const byHead = PROGRESS_BY_WORD.get(foldWord(head));
    if (byHead !== undefined) return { progress: byHead, note };
    cell.correct(
      "PROGRESS_UNCLEAR",
      `“${cell.label}”写的是“${note.slice(0, 50)}”，看不出进展，按“进行中”计，原文已保留。`,
      "可填：未开始、进行中、有风险、已完成、已停止。",
    );
    return { progress: "ONGOING", note };
  };
}

function openText(text: string, cell: Cell): string {
  if (text.length > LONGEST_NOTE) {
    cell.refuse("TEXT_TOO_LONG", `“${cell.label}”有 ${text.length} 字，最多 ${LONGEST_NOTE} 字。`);
  }
  return maskPersonalNumbers(text);
}

/** 预算 in yuan: 20000, 2万元. */
export function yuan(): CellParser<number | null> {
  const parse = measured();
  return (sent, cell) => {
    const amount: Measured | null = parse(sent, cell);
    if (amount?.unit !== null && amount?.unit !== undefined && !/^(?:元|万元|圆)$/.test(amount.unit)) {
      cell.refuse("NOT_MONEY", `“${cell.label}”应为金额（元），收到“${tidy(sent).slice(0, 50)}”。`);
    }
    if (amount?.unit === "万元") return amount.value * 10_000;
    return amount?.value ?? null;
  };
}

const MOST_ITEMS = 50;
const BETWEEN = /[、，,;；|\n]+/;

/** Several lines or sentences of a cell, in the order written. */
export function steps(): CellParser<string[]> {
  return (sent, cell) => items(sent, /[;；\n]+/, cell).map((step) => openText(step, cell));
}

/** Own numbers of lines of another list, each once. */
export function references(): CellParser<string[]> {
  const parse = code();
  return (sent, cell) => [
    ...new Set(items(sent, /[、，,;；|/\s]+/, cell).flatMap((item) => parse(item, cell) ?? [])),
  ];
}

const QUANTITY = /^(.+?)(?:[×xX*＊]|[:：]|[（(])(\d+(?:\.\d+)?)(\p{Script=Han}{0,4}|㎡)[)）]?$/u;
const FOR_NEED = /→|->|=>|用于/;

/** `R0137×20`, `R0137:20、R0140`, `R0137×20→N0003`. */
export function commitments(): CellParser<CommitmentValue[]> {
  const parse = code();
  return (sent, cell) => {
    const byKey = new Map<string, CommitmentValue>();
    for (const item of items(sent, BETWEEN, cell)) {
      const [what = "", forWhat = ""] = item.replace(/\s+/g, "").split(FOR_NEED);
      const [, number = what, amount] = QUANTITY.exec(what) ?? [];
      const resource = parse(number, cell);
      if (resource === null) continue;
      const quantity = amount === undefined ? null : Number(amount);
      if (quantity === 0) {
        cell.refuse("QUANTITY_ZERO", `“${cell.label}”里 ${resource} 的数量是 0，没有承诺就不要写。`);
      }
      const need = parse(forWhat, cell);
      const key = JSON.stringify([resource, need]);
      const standing = byKey.get(key);
      if (standing) {
        cell.refuse("COMMITMENT_TWICE", `“${cell.label}”里 ${resource} 写了两次，请合成一项。`);
      }
      byKey.set(key, { resource, quantity, need });
    }
    return [...byKey.values()];
  };
}

function items(sent: string, separator: RegExp, cell: Cell): string[] {
  const found = tidy(sent)
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== "");
  if (found.length > MOST_ITEMS) {
    cell.refuse("TOO_MANY_ITEMS", `“${cell.label}”有 ${found.length} 项，最多 ${MOST_ITEMS} 项。`);
  }
  return found;
}
