import { GraphQLError } from "graphql";

/** The closed set of `extensions.code` values this platform throws itself. */
export type ErrorCode = "UNAUTHENTICATED" | "FORBIDDEN" | "NOT_FOUND" | "BAD_USER_INPUT";

export function notFound(what: string): GraphQLError {
  return failure("NOT_FOUND", `找不到${what}。`);
}

export function badInput(message: string): GraphQLError {
  return failure("BAD_USER_INPUT", message);
}

export function forbidden(message = "您的角色或管辖范围不允许这项操作。"): GraphQLError {
  return failure("FORBIDDEN", message);
}

function failure(code: ErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
