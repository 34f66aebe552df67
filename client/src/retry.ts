import type { IncomingMessage } from "node:http";
import { CommandFailed, EXIT, exitCodeOf } from "./exit-code.ts";
import { ConnectionLost, textOf } from "./http-call.ts";
import type { Io } from "./io.ts";
import type { Say } from "./language.ts";

/** A failure that may pass. */
export class Passing extends Error {
  constructor(
    message: string,
    readonly code: string | null,
    readonly retryAfterMs: number | null,
  ) {
    super(message);
  }
}

const MOST_TRIES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Tries again, later each time, what failed in passing. @throws CommandFailed when it will not pass */
export async function withRetries<Result>(
  { wait, stderr }: Pick<Io, "wait" | "stderr">,
  say: Say,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const passing = asPassing(error, say);
      if (!passing) throw error;
      if (tries === MOST_TRIES) throw new CommandFailed(EXIT.unavailable, passing.message, passing.code);
      const ms = waitFor(tries, passing.retryAfterMs);
      const seconds = Math.ceil(ms / 1000);
      stderr.write(
        `${passing.message}${say(
          ` ${seconds} 秒后重试（${tries}/${MOST_TRIES - 1}）。`,
          ` Trying again in ${seconds} s (${tries}/${MOST_TRIES - 1}).`,
        )}\n`,
      );
      await wait(ms);
    }
  }
}

function asPassing(error: unknown, say: Say): Passing | null {
  if (error instanceof Passing) return error;
  if (!(error instanceof ConnectionLost)) return null;
  const message = say(`连接中断（${error.message}）。`, `The connection was lost (${error.message}).`);
  return new Passing(message, "CONNECTION_LOST", null);
}

/** Twice as long each time, spread so that many clients do not come back together. */
function waitFor(tries: number, retryAfterMs: number | null): number {
  const growing = FIRST_WAIT_MS * 2 ** (tries - 1);
  const asked = Math.max(growing, retryAfterMs ?? 0);
  return Math.min(LONGEST_WAIT_MS, Math.round(asked * (1 + Math.random() / 4)));
}

const PASSING_STATUS = new Set([429, 502, 503, 504]);

/** @throws Passing or CommandFailed as an answer's status says; returns where it is good */
export async function assertGood(answer: IncomingMessage): Promise<void> {
  const { statusCode: status = 0 } = answer;
  if (status >= 200 && status < 300) return;
  const { code, message } = refusalIn(await textOf(answer), status);
  throw failureOf({ status, code, message, retryAfter: answer.headers["retry-after"] });
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly retryAfter?: string | undefined;
}

/** A refusal, whether it came as a status or as an event. */
export function failureOf({ status, code, message, retryAfter }: Refusal): Passing | CommandFailed {
  if (!PASSING_STATUS.has(status)) return new CommandFailed(exitCodeOf(status), message, code);
  const seconds = Number(retryAfter ?? NaN);
  return new Passing(message, code, Number.isFinite(seconds) ? seconds * 1000 : null);
}

function refusalIn(text: string, status: number): { code: string; message: string } {
  try {
    const { code, message } = JSON.parse(text) as { code?: unknown; message?: unknown };
    if (typeof code === "string" && typeof message === "string") return { code, message };
  } catch {
    // Not from us: a proxy on the way, or another server.
  }
  return { code: `HTTP_${status}`, message: `HTTP ${status}` };
}
