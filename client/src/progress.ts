import type { Output } from "./io.ts";
import type { Say } from "./language.ts";
import { pad, widthOf } from "./text-width.ts";

/** How far a sending is, as the server's events say it. */
export interface Progress {
  readonly stage: string;
  readonly rows?: number;
  readonly bytes?: number;
  readonly totalBytes?: number;
  readonly refused?: number;
}

const BAR = 24;
const REDRAW_MS = 100;
const STEP = 0.25;

/** Shows progress: a bar that moves where a person watches, else a line for each stage and quarter. */
export class ProgressView {
  #stage = "";
  #quarter = -1;
  #drawn = 0;
  #width = 0;

  constructor(
    private readonly output: Output,
    private readonly say: Say,
    private readonly isQuiet: boolean,
  ) {}

  show(progress: Progress): void {
    if (this.isQuiet) return;
    if (this.output.isTTY === true) this.#draw(progress);
    else this.#tell(progress);
  }

  /** Leaves the line to what comes next. */
  end(): void {
    if (this.#width > 0) this.output.write(`\r${" ".repeat(this.#width)}\r`);
    this.#width = 0;
  }

  #draw(progress: Progress): void {
    const now = Date.now();
    if (progress.stage === this.#stage && now - this.#drawn < REDRAW_MS) return;
    this.#stage = progress.stage;
    this.#drawn = now;
    const share = shareOf(progress);
    const filled = Math.round((share ?? 0) * BAR);
    const bar = share === null ? "" : ` [${"█".repeat(filled)}${"·".repeat(BAR - filled)}]`;
    const text = `${this.#nameOf(progress)}${bar}${this.#details(progress)}`;
    this.output.write(`\r${pad(text, this.#width)}`);
    this.#width = widthOf(text);
  }

  #tell(progress: Progress): void {
    const share = shareOf(progress);
    const quarter = share === null ? 0 : Math.floor(share / STEP);
    if (progress.stage === this.#stage && quarter <= this.#quarter) return;
    this.#stage = progress.stage;
    this.#quarter = quarter;
    this.output.write(`${this.#nameOf(progress)}${this.#details(progress)}\n`);
  }

  #details(progress: Progress): string {
    const { rows = 0, refused = 0 } = progress;
    const share = shareOf(progress);
    return [
      share === null ? "" : ` ${Math.floor(share * 100)}%`,
      rows === 0 ? "" : this.say(` ${rows} 行`, ` ${rows} rows`),
      refused === 0 ? "" : this.say(` 退回 ${refused}`, ` ${refused} refused`),
    ].join("");
  }

  #nameOf({ stage }: Progress): string {
    const { say } = this;
    const names: Readonly<Record<string, string>> = {
      SENDING: say("上传", "Sending"),
      RECEIVING: say("接收", "Receiving"),
      READING: say("读取", "Reading"),
      CHECKING: say("核对", "Checking"),
      WORKING: say("处理", "Working"),
      WRITING: say("写入", "Writing"),
      DONE: say("完成", "Done"),
    };
    return names[stage] ?? stage.replace(/[^A-Z_]/g, "");
  }
}

function shareOf({ bytes, totalBytes }: Progress): number | null {
  return bytes === undefined || totalBytes === undefined || totalBytes <= 0
    ? null
    : Math.min(1, bytes / totalBytes);
}
