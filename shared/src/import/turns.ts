import type { DataSource } from "typeorm";
import { ImportRefused } from "./import-refused.ts";

/** Imports that run at once on one pool: each needs two of its connections, and one must be left. */
const MOST_RUNNING = 3;
const MOST_WAITING = 64;
const PATIENCE_MS = 60_000;

const byPool = new WeakMap<DataSource, Turns>();

/** Waits until an import may use this pool. @returns what is to be called at its end. @throws BUSY (503) */
export function enterTurn(db: DataSource): Promise<() => void> {
  const turns = byPool.get(db) ?? new Turns();
  byPool.set(db, turns);
  return turns.enter();
}

class Turns {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  async enter(): Promise<() => void> {
    if (this.#running >= MOST_RUNNING) await this.#wait();
    else this.#running += 1;
    return () => {
      const next = this.#waiting.shift();
      // The turn goes from hand to hand: whoever waits is counted already.
      if (next) next();
      else this.#running -= 1;
    };
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= MOST_WAITING) throw busy();
    return new Promise((resolve, reject) => {
      const go = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        reject(busy());
      }, PATIENCE_MS);
      this.#waiting.push(go);
    });
  }
}

function busy(): ImportRefused {
  return new ImportRefused("BUSY", "正在处理的清单太多，请稍后重发；本次没有写入任何内容。", 503);
}
