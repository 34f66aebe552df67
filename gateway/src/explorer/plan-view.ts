import type { FastifyInstance, FastifyRequest } from "fastify";
import { Refusal } from "../refusal.ts";
import { viewerOf } from "../viewer-of-request.ts";

/** A step of a query plan with what it is made of, as people read it. */
export interface PlanTree {
  readonly kind: "sequence" | "parallel" | "condition" | "fetch" | "entities";
  readonly title: string;
  /** What the subgraph is asked, as GraphQL text. */
  readonly operation?: string;
  readonly subgraph?: string;
  /** Where in the answer the entities are that this step fills in. */
  readonly paths?: readonly string[];
  readonly children: readonly PlanTree[];
}

/** Plans the operation of a request's body without running it. @throws Refusal */
export type MakePlan = (request: FastifyRequest) => PlanTree | Promise<PlanTree>;

/** Serves `POST /graphql/plan`: the plan of an operation as a tree and as text, for whoever is signed in. */
export function servePlans(app: FastifyInstance, makePlan: MakePlan, bodyLimit: number): void {
  app.register((scope, _options, done) => {
    scope.removeContentTypeParser("text/plain");
    scope.post(
      "/graphql/plan",
      {
        bodyLimit,
        onRequest: (request, _reply, next) => {
          // A plan tells which subgraph holds what.
          if (viewerOf(request).role === "PUBLIC") {
            throw new Refusal(403, "FORBIDDEN", "登录后才能查看执行计划。");
          }
          next();
        },
      },
      async (request) => {
        const plan = await makePlan(request);
        return { plan, text: planText(plan) };
      },
    );
    done();
  });
}

/** The plan as an indented list, for a terminal. */
function planText(plan: PlanTree, depth = 0): string {
  const indent = "  ".repeat(depth);
  const where = plan.paths?.length ? ` @ ${plan.paths.join(", ")}` : "";
  const operation = (plan.operation ?? "").split("\n").filter((line) => line.trim() !== "");
  return [
    `${indent}${plan.kind}: ${plan.title}${where}`,
    ...operation.map((line) => `${indent}  | ${line}`),
    ...plan.children.map((child) => planText(child, depth + 1)),
  ].join("\n");
}
