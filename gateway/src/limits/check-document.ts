import {
  GraphQLError,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type OperationDefinitionNode,
} from "graphql";
import { Refusal } from "../refusal.ts";
import type { Limits } from "./limits.ts";
import { measureDocument, type DocumentMeasure } from "./measure-document.ts";
import { nestingOf } from "./nesting.ts";
import type { Fragments } from "./operation-cost.ts";

/** A document that was found harmless, whatever its variables say. */
export interface CheckedDocument {
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
  readonly fragments: Fragments;
  readonly introspects: boolean;
}

/** Looks at a document before it is validated or planned, cheapest first. @throws Refusal 400 */
export function checkDocument(source: string, limits: Limits): CheckedDocument {
  if (nestingOf(source) > limits.nesting) {
    throw refused("QUERY_TOO_DEEP", `查询中的括号最多嵌套 ${limits.nesting} 层。`);
  }
  const document = parseWithin(source, limits.tokens);
  const measure = measureDocument(document);
  for (const [isOver, code, message] of RULES) {
    if (isOver(measure, limits)) throw refused(code, message(limits));
  }
  const { operations, fragments, introspects } = measure;
  return { document, operations, fragments, introspects };
}

type Rule = readonly [
  isOver: (measure: DocumentMeasure, limits: Limits) => boolean,
  code: string,
  message: (limits: Limits) => string,
];

const RULES: readonly Rule[] = [
  [({ operations }) => operations.length === 0, "BAD_REQUEST", () => "请求中没有要执行的操作。"],
  [
    ({ operations }) => operations.some(({ operation }) => operation === OperationTypeNode.SUBSCRIPTION),
    "BAD_REQUEST",
    () => "不支持订阅操作。",
  ],
  [({ hasFragmentCycle }) => hasFragmentCycle, "QUERY_FRAGMENT_CYCLE", () => "查询中的片段互相引用成环。"],
  [
    ({ fragmentCount }, limits) => fragmentCount > limits.fragments,
    "QUERY_TOO_COMPLEX",
    (limits) => `一次请求最多定义 ${limits.fragments} 个片段。`,
  ],
  [
    ({ depth, introspects }, limits) => depth > (introspects ? limits.introspectionDepth : limits.depth),
    "QUERY_TOO_DEEP",
    (limits) => `查询的字段最多嵌套 ${limits.depth} 层。`,
  ],
  over("selections", (most) => `片段展开后，查询最多选取 ${most} 个字段。`),
  over("aliases", (most) => `查询最多用 ${most} 个别名。`),
  [
    ({ aliases, introspects }, limits) => introspects && aliases > limits.introspectionAliases,
    "QUERY_TOO_COMPLEX",
    (limits) => `查看数据模式的查询最多用 ${limits.introspectionAliases} 个别名。`,
  ],
  over("directives", (most) => `查询最多用 ${most} 个指令。`),
  over("rootFields", (most) => `一次请求最多查询 ${most} 个根字段。`),
  over("repeats", (most) => `同一个字段在一处最多重复 ${most} 次。`),
  over("literalDepth", (most) => `参数中的列表和对象最多嵌套 ${most} 层。`, "QUERY_TOO_DEEP"),
];

type Counted = "selections" | "aliases" | "directives" | "rootFields" | "repeats" | "literalDepth";

function over(what: Counted, message: (most: number) => string, code = "QUERY_TOO_COMPLEX"): Rule {
  return [(measure, limits) => measure[what] > limits[what], code, (limits) => message(limits[what])];
}

function parseWithin(source: string, maxTokens: number): DocumentNode {
  try {
    return parse(source, { maxTokens, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw refused("GRAPHQL_PARSE_FAILED", "查询无法解析。");
    if (error.message.includes("Parsing aborted")) {
      throw refused("QUERY_TOO_LONG", `查询最多 ${maxTokens} 个词。`);
    }
    const [place] = error.locations ?? [];
    const where = place ? `（第 ${place.line} 行第 ${place.column} 列）` : "";
    throw refused("GRAPHQL_PARSE_FAILED", `查询语法错误${where}：${error.message.slice(0, 200)}`);
  }
}

function refused(code: string, message: string): Refusal {
  return new Refusal(400, code, message);
}
