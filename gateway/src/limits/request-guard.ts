import { sha256 } from "@gongjian/shared/signature";
import { isStorableJson, UNSTORABLE } from "@gongjian/shared/storable-text";
import type { Viewer } from "@gongjian/shared/viewer";
import { z } from "zod";
import { Refusal } from "../refusal.ts";
import { checkDocument, type CheckedDocument } from "./check-document.ts";
import type { Variables } from "./estimate-objects.ts";
import { LIMITS } from "./limits.ts";
import type { ListSizes } from "./list-sizes.ts";
import { isDeeperThan } from "./nesting.ts";

const REMEMBERED = 1_000;

const graphqlRequest = z.object({
  query: z.string().min(1),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** Keeps requests that would cost too much away from the planner. */
export class RequestGuard {
  /** By hash of the text and the sizes of its pages: clients send the same few again and again. */
  private readonly checked = new Map<string, CheckedDocument>();

  constructor(private readonly sizes: ListSizes) {}

  /** @throws Refusal 400, or 403 for introspection by strangers */
  check(body: unknown, viewer: Viewer): void {
    if (Array.isArray(body)) throw new Refusal(400, "BATCHING_REFUSED", "一次请求只能有一个操作。");
    const request = graphqlRequest.safeParse(body);
    if (!request.success) throw new Refusal(400, "BAD_REQUEST", "请求体应为含 query 的 JSON 对象。");

    const { query, operationName, variables } = request.data;
    if (isDeeperThan(variables, LIMITS.variableDepth)) {
      throw new Refusal(400, "QUERY_TOO_DEEP", `变量最多嵌套 ${LIMITS.variableDepth} 层。`);
    }
    if (!isStorableJson(JSON.stringify(variables ?? null))) {
      throw new Refusal(400, "UNSTORABLE_TEXT", UNSTORABLE);
    }
    const { operationNames, introspects } = this.documentOf(query, numbersIn(variables ?? {}));
    assertOneOperation(operationNames, operationName);
    if (introspects && viewer.role === "PUBLIC") {
      throw new Refusal(403, "INTROSPECTION_REFUSED", "登录后才能查看数据模式。");
    }
  }

  private documentOf(query: string, numbers: Variables): CheckedDocument {
    const hash = sha256(JSON.stringify([query, numbers]));
    const known = this.checked.get(hash);
    if (known) return known;
    const checked = checkDocument(query, numbers, this.sizes);
    this.checked.set(hash, checked);
    for (const oldest of this.checked.keys()) {
      if (this.checked.size <= REMEMBERED) break;
      this.checked.delete(oldest);
    }
    return checked;
  }
}

/** What can be the size of a page. */
function numbersIn(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => typeof value === "number"));
}

/** The engine would answer 500 to a name that is not in the document. */
function assertOneOperation(names: readonly (string | null)[], wanted: string | null | undefined): void {
  const isClear =
    wanted === undefined || wanted === null || wanted === "" ? names.length === 1 : names.includes(wanted);
  if (!isClear) throw new Refusal(400, "OPERATION_RESOLUTION_FAILURE", "operationName 指的操作不在查询中。");
}
