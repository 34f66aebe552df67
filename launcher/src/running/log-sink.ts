import { type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

const WARN = 40;

/** Where the JSON lines of all processes go: as they are, or made readable on a terminal. */
export interface LogSink {
  readonly stdout: "inherit" | "pipe";
  attach(child: ChildProcess): void;
  /** Puts one warning of a part that writes no JSON into the same stream. */
  warn(name: string, message: string): void;
  /** Until this is called a terminal shows warnings alone: it belongs to the progress of the start. */
  showAll(): void;
}

export async function openLogSink(output: NodeJS.WriteStream): Promise<LogSink> {
  const write = output.isTTY ? await prettyWriter(output) : (line: string) => output.write(`${line}\n`);
  let lowest = WARN;
  return {
    stdout: output.isTTY ? "pipe" : "inherit",
    attach(child) {
      if (!child.stdout) return;
      // By lines: chunks of several processes would mix in the middle.
      createInterface({ input: child.stdout }).on("line", (line) => {
        if (levelOf(line) >= lowest) write(line);
      });
    },
    warn(name, message) {
      write(JSON.stringify({ level: WARN, time: Date.now(), name, msg: message }));
    },
    showAll() {
      lowest = 0;
    },
  };
}

// What is no log line is shown too: it is likely to be an error.
function levelOf(line: string): number {
  return Number(/^\{"level":(\d+)/.exec(line)?.[1] ?? Infinity);
}

async function prettyWriter(output: NodeJS.WriteStream): Promise<(line: string) => void> {
  const { default: pretty } = await import("pino-pretty");
  const stream = pretty({
    colorize: true,
    singleLine: true,
    ignore: "pid,hostname",
    translateTime: "SYS:HH:MM:ss",
    destination: output,
  });
  return (line) => {
    stream.write(`${line}\n`);
  };
}
