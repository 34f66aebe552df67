import { unwrapResolverError } from "@apollo/server/errors";
import { ArgumentValidationError } from "type-graphql";
import { isBusy } from "../database/is-busy.ts";
import type { Logger } from "../log.ts";
import { located, publicErrorWith, type PublicError } from "../public-error.ts";
import { describeInvalid } from "./describe-invalid.ts";

const BUSY = "有人正在改同样的数据，请稍后重试；本次没有写入任何内容。Busy; please try again.";

/** As `publicErrorWith`; what a subgraph's resolvers refuse or the database turns away is told as what it is. */
export function formatErrorWith(log: Logger): PublicError {
  const publicError = publicErrorWith(log);
  return (formatted, error) => {
    const original = unwrapResolverError(error);
    if (original instanceof ArgumentValidationError) {
      return {
        ...located(formatted),
        message: describeInvalid(original.extensions.validationErrors),
        extensions: { code: "BAD_USER_INPUT" },
      };
    }
    if (isBusy(original)) return { ...located(formatted), message: BUSY, extensions: { code: "BUSY" } };
    return publicError(formatted, original);
  };
}
