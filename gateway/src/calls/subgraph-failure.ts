import type { SubgraphName } from "@gongjian/shared/contracts/lists";
import { NoAnswer } from "../engine/subgraph-call.ts";

const LABELS: Readonly<Record<SubgraphName, string>> = {
  organisations: "组织",
  resources: "资源",
  volunteers: "志愿服务",
  merchants: "商户",
};

const PROBLEMS = {
  SUBGRAPH_DOWN: "暂时不可用",
  SUBGRAPH_TIMEOUT: "没有在限定时间内应答",
  SUBGRAPH_BUSY: "正忙",
};

type FailureCode = keyof typeof PROBLEMS;

/** A subgraph did not answer: it is down, late, or has as many calls already as it may have. */
export class SubgraphFailure extends NoAnswer {
  declare readonly code: FailureCode;

  constructor(code: FailureCode, name: string, cause?: unknown) {
    super(code, `${labelOf(name)}${PROBLEMS[code]}，请稍后再试。`, cause);
  }
}

function labelOf(name: string): string {
  return name in LABELS ? `「${LABELS[name as SubgraphName]}」服务（${name}）` : `服务 ${name} `;
}
