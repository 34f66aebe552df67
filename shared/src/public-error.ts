import type { GraphQLFormattedError } from "graphql";
import { newId } from "./id.ts";
import type { Logger } from "./log.ts";
import { shownName } from "./telemetry/shown-name.ts";

/** Codes whose message was written for the caller; everything else is masked. */
const FOR_CALLERS = new Set([
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "BAD_USER_INPUT",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_REQUEST",
  "SUBGRAPH_DOWN",
  "SUBGRAPH_TIMEOUT",
  "SUBGRAPH_BUSY",
  "INCOMPLETE_DATA",
  "BUSY",
]);

/** What callers are shown of an error, and what of it the log gets. */
export type PublicError = (formatted: GraphQLFormattedError, original: unknown) => GraphQLFormattedError;

/** Removes stacks, rejected input and internals; a masked error keeps an id that the log holds. */
export function publicErrorWith(log: Logger): PublicError {
  return (formatted, original) => {
    const code = formatted.extensions?.code;
    if (typeof code === "string" && FOR_CALLERS.has(code)) {
      const { message, ...rest } = located(formatted);
      return { message: withoutValues(message), ...rest, extensions: { code } };
    }
    const correlationId = idOf(formatted) ?? newId();
    const path = formatted.path?.map((step) => (typeof step === "string" ? shownName(step) : step));
    log.error({ correlationId, err: original, path }, "request failed");
    return {
      ...located(formatted),
      message: `系统内部错误，请把编号 ${correlationId} 告诉管理员。Internal error.`,
      extensions: { code: "INTERNAL_SERVER_ERROR", correlationId },
    };
  };
}

/** An error that was masked by a subgraph already keeps the id under which that subgraph logged it. */
function idOf({ extensions }: GraphQLFormattedError): string | null {
  const id = extensions?.correlationId;
  return typeof id === "string" && /^[0-9a-f-]{36}$/.test(id) ? id : null;
}

/** Where an error stands, and no more of its message than people read. */
export function located({ message, locations, path }: GraphQLFormattedError): GraphQLFormattedError {
  const shown = message.length > 500 ? `${message.slice(0, 500)}…` : message;
  return { message: shown, ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
}

/** The engine quotes what it was sent, which may be personal; answers end up on screens and in logs. */
function withoutValues(message: string): string {
  return message
    .replace(/^Maximum call stack.*$/s, "嵌套过深。Nested too deep.")
    .replace(/( cannot represent [\w -]*value): .*$/s, "$1.")
    .replace(/^(Variable "\$\w+" got invalid value) .*?((?: at "[\w.[\]]+")?; (?!.*; ))/s, "$1$2");
}
