import { maskPersonalNumbers } from "./import/values/personal-numbers.ts";
import { pino, type Logger as PinoLogger } from "pino";

export type Logger = PinoLogger;

/** A structured logger on stdout. Tokens, signatures and contact data never reach a line. */
export function createLogger(name: string, level = "info"): Logger {
  return pino({
    level,
    base: { name },
    serializers: { err: describeError },
    redact: {
      paths: ["authorization", "cookie", "headers", "phone", "contact", "*.phone", "*.contact", "*.headers"],
      remove: true,
    },
  });
}

const FRAMES = 12;

/**
 * What may be logged of an error. A database error's text, parameters and detail quote what was written,
 * which may be personal; its state and the stack's frames do not.
 */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { driverError, cause } = error as { driverError?: unknown; cause?: unknown };
  const sqlState = sqlStateOf(error) ?? sqlStateOf(driverError);
  return {
    type: error.name,
    ...(sqlState === null ? { message: maskPersonalNumbers(error.message).slice(0, 500) } : { sqlState }),
    stack: (error.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, FRAMES)
      .join("\n"),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

/** The five-character SQLSTATE of a database error, or `null` for any other. */
export function sqlStateOf(error: unknown): string | null {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}
