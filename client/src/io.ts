import type { Readable } from "node:stream";

/** A place to write to; `isTTY` where a person watches. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The process around a command, so that tests can be one. */
export interface Io {
  readonly stdin: Readable;
  /** Results, for the next program. */
  readonly stdout: Output;
  /** Progress and explanations, for the person. */
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Waiting before a retry; tests wait less. */
  readonly wait: (ms: number) => Promise<void>;
}
