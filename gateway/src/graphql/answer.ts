import { hash } from "node:crypto";
import type { CheckedRequest } from "../limits/request-guard.ts";
import type { GraphqlResult } from "./executor.ts";

/** An answer as it goes out; several who asked the same get the same one. */
export interface GraphqlAnswer {
  readonly status: 200 | 400;
  readonly body: Buffer;
  /** Tells whether the answer to a query has changed; null where that is of no use. */
  readonly etag: string | null;
  readonly errorCodes: readonly string[];
}

/** @param limit the most that an operation may cost */
export function answerOf(
  { data, errors }: GraphqlResult,
  { cost, isMutation }: CheckedRequest,
  limit: number,
): GraphqlAnswer {
  const parts = [
    ...(errors.length > 0 ? [`"errors":${JSON.stringify(errors)}`] : []),
    ...(data === null ? [] : [`"data":${data}`]),
    `"extensions":{"cost":{"estimated":${cost},"max":${limit}}}`,
  ];
  const body = Buffer.from(`{${parts.join(",")}}`);
  return {
    status: data === null ? 400 : 200,
    body,
    etag: isMutation || errors.length > 0 ? null : etagOf(body),
    errorCodes: errors.map(({ extensions }) => String(extensions?.code)),
  };
}

/** Weak: an intermediary may compress the answer. */
function etagOf(body: Buffer): string {
  return `W/"${hash("sha1", body, "base64url")}"`;
}

/** Whether the caller has this very answer already. */
export function isUnchanged({ etag }: GraphqlAnswer, ifNoneMatch: string | undefined): boolean {
  if (etag === null || ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(",").some((candidate) => candidate.trim() === etag);
}
