import { Refusal } from "../refusal.ts";

/** How many may be at something at once, and how many of them may be of one caller. */
export interface SlotLimits {
  readonly total: number;
  readonly ofOne: number;
}

/** Counts who is at something that takes long, so that a few slow callers leave room for everybody else. */
export class Slots {
  /** One entry for each piece of work. */
  private readonly holders: string[] = [];

  constructor(
    private readonly limits: SlotLimits,
    private readonly code: string,
  ) {}

  /** @returns what gives the slot back; more than once does no harm. @throws Refusal 503, or 429 for one's own */
  enter(holder: string): () => void {
    const { total, ofOne } = this.limits;
    const retry = { "retry-after": "5" };
    if (this.holders.filter((other) => other === holder).length >= ofOne) {
      const message = `您同时处理的文件超过 ${ofOne} 个，请等前面的完成。`;
      throw new Refusal(429, this.code, message, retry);
    }
    if (this.holders.length >= total) {
      throw new Refusal(503, this.code, "同时处理的文件太多，请稍后再试。", retry);
    }
    this.holders.push(holder);
    let isHeld = true;
    return () => {
      if (isHeld) this.holders.splice(this.holders.indexOf(holder), 1);
      isHeld = false;
    };
  }
}
