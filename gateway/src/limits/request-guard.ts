import { UNSTORABLE } from "@gongjian/shared/storable-text";
import type { Viewer } from "@gongjian/shared/viewer";
import { OperationTypeNode, type DocumentNode, type OperationDefinitionNode } from "graphql";
import { Refusal } from "../refusal.ts";
import { checkDocument, type CheckedDocument } from "./check-document.ts";
import type { CostModel } from "./cost-model.ts";
import { LIMITS, type Limits } from "./limits.ts";
import { compileCost, type OperationCost, type Variables } from "./operation-cost.ts";
import { RecentTexts } from "./recent-texts.ts";
import { faultOf } from "./variables.ts";

/** A request that may go on to validation and planning. */
export interface CheckedRequest {
  /** The same string for each request with this text, so that comparing it again costs nothing. */
  readonly query: string;
  /** Undefined where the document has one operation and the request does not name it. */
  readonly operationName: string | undefined;
  readonly variables: Variables;
  readonly document: DocumentNode;
  /** What the operation costs when every list is full; at most `Limits.cost`. */
  readonly cost: number;
  readonly introspects: boolean;
  readonly isMutation: boolean;
}

/** A parsed document takes some hundred times the memory of its text. */
const REMEMBERED = { texts: 1_000, characters: 500_000 };

interface RememberedDocument extends CheckedDocument {
  readonly query: string;
  readonly costs: Map<OperationDefinitionNode, OperationCost>;
}

/** Keeps requests that would cost too much away from validation and planning. */
export class RequestGuard {
  /** Clients send the same few again and again. */
  private readonly recent = new RecentTexts<RememberedDocument>(REMEMBERED);

  constructor(
    private readonly model: CostModel,
    private readonly limits: Limits = LIMITS,
  ) {}

  /** @throws Refusal 400, or 403 for introspection by strangers */
  check(body: unknown, viewer: Viewer): CheckedRequest {
    const { query, operationName, variables } = requestIn(body);
    this.assertHarmless(variables);
    const checked = this.documentOf(query);
    const { document, introspects } = checked;
    const operation = chooseOperation(checked.operations, operationName);
    if (introspects && viewer.role === "PUBLIC") {
      throw new Refusal(403, "INTROSPECTION_REFUSED", "登录后才能查看数据模式。");
    }
    const cost = this.costOf(checked, operation, variables);
    const isMutation = operation.operation === OperationTypeNode.MUTATION;
    return { query: checked.query, operationName, variables, document, cost, introspects, isMutation };
  }

  private assertHarmless(variables: Variables): void {
    switch (faultOf(variables, this.limits.variableDepth)) {
      case "TOO_DEEP":
        throw new Refusal(400, "QUERY_TOO_DEEP", `变量最多嵌套 ${this.limits.variableDepth} 层。`);
      case "UNSTORABLE":
        throw new Refusal(400, "UNSTORABLE_TEXT", UNSTORABLE);
      case null:
    }
  }

  private documentOf(query: string): RememberedDocument {
    const known = this.recent.get(query);
    if (known) return known;
    const checked = { query, ...checkDocument(query, this.limits), costs: new Map() };
    this.recent.add(checked);
    return checked;
  }

  private costOf(
    { costs, fragments }: RememberedDocument,
    operation: OperationDefinitionNode,
    variables: Variables,
  ): number {
    let costOf = costs.get(operation);
    if (!costOf) {
      costOf = compileCost(operation, fragments, this.model);
      costs.set(operation, costOf);
    }
    const cost = costOf(variables);
    if (cost <= this.limits.cost) return cost;
    const advice = "请减小 first，或分几次查询";
    const message = `查询估计要取 ${cost} 个对象，最多 ${this.limits.cost} 个。${advice}。`;
    throw new Refusal(400, "QUERY_TOO_EXPENSIVE", message);
  }
}

type GraphqlRequest = Pick<CheckedRequest, "query" | "operationName" | "variables">;

function requestIn(body: unknown): GraphqlRequest {
  if (Array.isArray(body)) throw new Refusal(400, "BATCHING_REFUSED", "一次请求只能有一个操作。");
  const { query, operationName, variables } = isRecord(body) ? body : {};
  if (typeof query !== "string" || query === "") throw malformed("请求体应为含 query 的 JSON 对象。");
  const name = operationName ?? "";
  if (typeof name !== "string") throw malformed("operationName 应为字符串。");
  const values = variables ?? {};
  if (!isRecord(values)) throw malformed("variables 应为 JSON 对象。");
  return { query, operationName: name === "" ? undefined : name, variables: values };
}

function isRecord(value: unknown): value is Variables {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(message: string): Refusal {
  return new Refusal(400, "BAD_REQUEST", message);
}

/** The engine could not say which one it should be. */
function chooseOperation(
  operations: readonly OperationDefinitionNode[],
  wanted: string | undefined,
): OperationDefinitionNode {
  const [first, ...others] = operations.filter(({ name }) => wanted === undefined || name?.value === wanted);
  if (first && others.length === 0) return first;
  throw new Refusal(400, "OPERATION_RESOLUTION_FAILURE", "operationName 指的操作不在查询中。");
}
