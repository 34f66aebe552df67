import type { ChildProcess } from "node:child_process";
import { BEAT_MS, isBeat } from "./beating.ts";

/** PROMISES 10: an event loop may stand still for 5 s. The last beat may be one period older than the standstill. */
const MOST_MISSED = 5_000 / BEAT_MS + 2;
/** Until its first beat a process loads code and builds schemas, which may block it for long: 60 s. */
const MOST_MISSED_AT_START = 60_000 / BEAT_MS;

export interface BeatListener {
  /** The process is ready to work. */
  isUp(): void;
  /** No beat came for too long. It will not be told again. */
  isHung(): void;
}

/**
 * Listens to a process that calls `startBeating`. What counts is how often this process looked without having
 * heard anything, and no clock: while this process or the whole machine sleeps nobody looks.
 */
export function watchBeats(child: ChildProcess, listener: BeatListener): void {
  let isUp = false;
  let missed = 0;
  const look = setInterval(() => {
    missed += 1;
    if (missed < (isUp ? MOST_MISSED : MOST_MISSED_AT_START)) return;
    clearInterval(look);
    listener.isHung();
  }, BEAT_MS);
  look.unref();
  child.on("message", (message) => {
    if (!isBeat(message)) return;
    missed = 0;
    if (isUp) return;
    isUp = true;
    listener.isUp();
  });
  child.once("exit", () => {
    clearInterval(look);
  });
}
