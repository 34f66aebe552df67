import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { Logger } from "@gongjian/shared/log";

/** How often the file is looked at, in milliseconds. */
const LOOK_MS = 1_000;
/** Ours has 0.25 MB. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Makes a supergraph the one that is served, or refuses it and says so. */
export type Adopt = (sdl: string) => Promise<void>;

/**
 * The file with the supergraph, watched: by looking at it, because what watches folders misses files that
 * are mounted, linked or renamed into place.
 */
export class SupergraphFile {
  private sdl: string;
  private adopt: Adopt | null = null;
  /** The state of the file that was read last, whatever came of it. */
  private readStamp: string | null = null;
  private seenStamp: string | null = null;
  private isBusy = false;
  private timer: NodeJS.Timeout | undefined;

  /** @throws when the file cannot be read */
  constructor(
    private readonly path: string,
    private readonly log: Logger,
  ) {
    this.sdl = readFileSync(path, "utf8");
  }

  /** The text as it was read last. */
  get current(): string {
    return this.sdl;
  }

  /** From now on the file is watched, and `adopt` told of each new supergraph when it is done with the one before. */
  onChange(adopt: Adopt): void {
    this.adopt = adopt;
    this.timer ??= setInterval(() => void this.look(false), LOOK_MS).unref();
  }

  /** Reads the file at once, and hands it over even when it is the same. */
  reread(): void {
    void this.look(true);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async look(atOnce: boolean): Promise<void> {
    if (this.isBusy || !this.adopt) return;
    this.isBusy = true;
    try {
      const stamp = await stampOf(this.path);
      // Somebody may be writing: it is read when it has not changed between two looks.
      const isSettled = stamp === this.seenStamp;
      this.seenStamp = stamp;
      if (atOnce || (isSettled && stamp !== this.readStamp)) {
        this.readStamp = stamp;
        await this.read(this.adopt, atOnce);
      }
    } finally {
      this.isBusy = false;
    }
  }

  private async read(adopt: Adopt, evenTheSame: boolean): Promise<void> {
    const sdl = await readBounded(this.path).catch((error: unknown) => {
      this.log.error({ err: error }, "the supergraph cannot be read; the one before is served on");
      return null;
    });
    if (sdl === null || (sdl === this.sdl && !evenTheSame)) return;
    this.sdl = sdl;
    await adopt(sdl).catch((error: unknown) => {
      this.log.error({ err: error }, "the supergraph was refused; the one before is served on");
    });
  }
}

/** What changes whenever a file is written or replaced. A file that is missing just now has a stamp too. */
async function stampOf(path: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(path);
    return `${ino} ${mtimeMs} ${size}`;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

async function readBounded(path: string): Promise<string> {
  const { size } = await stat(path);
  if (size > MOST_BYTES) throw new Error(`The supergraph has ${size} bytes, more than ${MOST_BYTES}.`);
  return readFile(path, "utf8");
}
