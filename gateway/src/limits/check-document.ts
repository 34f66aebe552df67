import { GraphQLError, OperationTypeNode, parse, type DocumentNode } from "graphql";
import { Refusal } from "../refusal.ts";
import { estimateObjects, type Variables } from "./estimate-objects.ts";
import { LIMITS } from "./limits.ts";
import type { ListSizes } from "./list-sizes.ts";
import { measureDocument, type DocumentMeasure } from "./measure-document.ts";
import { nestingOf } from "./nesting.ts";

/** What is worth remembering about a document that was found harmless. */
export interface CheckedDocument {
  /** Null for an operation without a name. */
  readonly operationNames: readonly (string | null)[];
  readonly introspects: boolean;
}

/**
 * Looks at a document before it is validated or planned, cheapest first. Of the variables only numbers
 * count, as sizes of pages. @throws Refusal 400
 */
export function checkDocument(source: string, variables: Variables, sizes: ListSizes): CheckedDocument {
  if (nestingOf(source) > LIMITS.nesting) {
    throw refused("QUERY_TOO_DEEP", `查询中的括号最多嵌套 ${LIMITS.nesting} 层。`);
  }
  const document = parseWithin(source);
  const measure = measureDocument(document);
  for (const [isOver, code, message] of RULES) {
    if (isOver(measure)) throw refused(code, message);
  }
  const objects = estimateObjects(document, variables, sizes);
  if (objects > LIMITS.objects) {
    const advice = "请减小 first，或分几次查询";
    throw refused(
      "QUERY_TOO_EXPENSIVE",
      `查询估计要取 ${objects} 个对象，最多 ${LIMITS.objects} 个。${advice}。`,
    );
  }
  return {
    operationNames: measure.operations.map(({ name }) => name?.value ?? null),
    introspects: measure.introspects,
  };
}

type Rule = readonly [isOver: (measure: DocumentMeasure) => boolean, code: string, message: string];

const RULES: readonly Rule[] = [
  [({ operations }) => operations.length === 0, "BAD_REQUEST", "请求中没有要执行的操作。"],
  [
    ({ operations }) => operations.some(({ operation }) => operation === OperationTypeNode.SUBSCRIPTION),
    "BAD_REQUEST",
    "不支持订阅操作。",
  ],
  [({ hasFragmentCycle }) => hasFragmentCycle, "QUERY_FRAGMENT_CYCLE", "查询中的片段互相引用成环。"],
  [
    ({ fragments }) => fragments > LIMITS.fragments,
    "QUERY_TOO_COMPLEX",
    `一次请求最多定义 ${LIMITS.fragments} 个片段。`,
  ],
  [
    ({ depth, introspects }) => depth > (introspects ? LIMITS.introspectionDepth : LIMITS.depth),
    "QUERY_TOO_DEEP",
    `查询的字段最多嵌套 ${LIMITS.depth} 层。`,
  ],
  [
    ({ selections }) => selections > LIMITS.selections,
    "QUERY_TOO_COMPLEX",
    `片段展开后，查询最多选取 ${LIMITS.selections} 个字段。`,
  ],
  [({ aliases }) => aliases > LIMITS.aliases, "QUERY_TOO_COMPLEX", `查询最多用 ${LIMITS.aliases} 个别名。`],
  [
    ({ directives }) => directives > LIMITS.directives,
    "QUERY_TOO_COMPLEX",
    `查询最多用 ${LIMITS.directives} 个指令。`,
  ],
  [
    ({ rootFields }) => rootFields > LIMITS.rootFields && rootFields > 0,
    "QUERY_TOO_COMPLEX",
    `一次请求最多查询 ${LIMITS.rootFields} 个根字段。`,
  ],
  [
    ({ repeats }) => repeats > LIMITS.repeats,
    "QUERY_TOO_COMPLEX",
    `同一个字段在一处最多重复 ${LIMITS.repeats} 次。`,
  ],
  [
    ({ literalDepth }) => literalDepth > LIMITS.literalDepth,
    "QUERY_TOO_DEEP",
    `参数中的列表和对象最多嵌套 ${LIMITS.literalDepth} 层。`,
  ],
];

function parseWithin(source: string): DocumentNode {
  try {
    return parse(source, { maxTokens: LIMITS.tokens, noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw refused("GRAPHQL_PARSE_FAILED", "查询无法解析。");
    if (error.message.includes("Parsing aborted")) {
      throw refused("QUERY_TOO_LONG", `查询最多 ${LIMITS.tokens} 个词。`);
    }
    const [place] = error.locations ?? [];
    const where = place ? `（第 ${place.line} 行第 ${place.column} 列）` : "";
    throw refused("GRAPHQL_PARSE_FAILED", `查询语法错误${where}：${error.message.slice(0, 200)}`);
  }
}

function refused(code: string, message: string): Refusal {
  return new Refusal(400, code, message);
}
