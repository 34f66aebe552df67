import { pino, type Logger as PinoLogger } from "pino";

export type Logger = PinoLogger;

/** A structured logger on stdout. Tokens, signatures and contact data never reach a line. */
export function createLogger(name: string, level = "info"): Logger {
  return pino({
    name,
    level,
    base: { name },
    redact: {
      paths: [
        "authorization",
        "cookie",
        "req.headers",
        "headers",
        "phone",
        "contact",
        "*.phone",
        "*.contact",
      ],
      remove: true,
    },
  });
}
