import { headersFor } from "./credential.mjs";
import { GraphiQL } from "./libraries.mjs";

/** The gateway itself gives up after eight seconds. */
const TIMEOUT_MS = 10_000;

/**
 * @typedef {{ query: string, operationName?: string | null, variables?: unknown }} Operation
 * @typedef {{ status: number, body: any }} Answer
 */

/**
 * @param {string} path
 * @param {string} credential
 * @param {Operation} operation
 * @returns {Promise<Answer>}
 */
async function post(path, credential, operation) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headersFor(credential) },
    body: JSON.stringify(operation),
    credentials: "omit",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  return { status: response.status, body: await response.json() };
}

/**
 * @param {string} credential
 * @param {Operation} operation
 * @returns {Promise<object>} the whole answer, errors included
 */
export async function run(credential, operation) {
  return (await post("/graphql", credential, operation)).body;
}

/**
 * Who the credential makes of its bearer, as far as the page needs to know.
 * @typedef {{ state: "asking" }
 *   | { state: "signed-in", schema: object }
 *   | { state: "stranger" | "refused", message: string }} Session
 */

const STRANGER = "登录后才能查看数据模式。Sign in to see the schema.";

/**
 * Asks for the schema, which only those who are signed in are given.
 * @param {string} credential
 * @returns {Promise<Session>}
 */
export async function openSession(credential) {
  const query = GraphiQL.GraphQL.getIntrospectionQuery({ inputValueDeprecation: true });
  try {
    const { status, body } = await post("/graphql", credential, { query });
    if (body.data) return { state: "signed-in", schema: body.data };
    const isStranger = status === 403 || (status === 401 && credential === "");
    return isStranger
      ? { state: "stranger", message: STRANGER }
      : { state: "refused", message: messageOf(body) };
  } catch {
    return { state: "refused", message: UNREACHABLE };
  }
}

/**
 * @typedef {{
 *   kind: "sequence" | "parallel" | "condition" | "fetch" | "entities",
 *   title: string,
 *   operation?: string,
 *   subgraph?: string,
 *   paths?: string[],
 *   children: PlanStep[],
 * }} PlanStep
 */

/**
 * @param {string} credential
 * @param {Operation} operation
 * @returns {Promise<{ plan: PlanStep } | { message: string }>}
 */
export async function askForPlan(credential, operation) {
  try {
    const { status, body } = await post("/graphql/plan", credential, operation);
    if (status === 200) return { plan: body.plan };
    const isStranger = status === 403 || (status === 401 && credential === "");
    return { message: isStranger ? "登录后才能查看执行计划。Sign in to see plans." : messageOf(body) };
  } catch {
    return { message: UNREACHABLE };
  }
}

const UNREACHABLE = "网关没有应答，请稍后再试。The gateway does not answer.";

/** @param {any} body */
function messageOf(body) {
  return String(body.errors?.[0]?.message ?? body.message ?? UNREACHABLE);
}
