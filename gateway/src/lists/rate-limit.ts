import { isIPv6 } from "node:net";
import { ShortMemory } from "../authentication/short-memory.ts";
import { Refusal } from "../refusal.ts";

const WINDOW_MS = 60_000;

interface Window {
  count: number;
  readonly until: number;
}

/** So many calls of one address in a minute; remembered in this process only. */
export class RateLimit {
  private readonly windows = new ShortMemory<Window>();

  constructor(
    private readonly perMinute: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** Counts one call. @throws Refusal 429 RATE_LIMITED with the seconds to wait */
  take(address: string): void {
    const now = this.now();
    const key = networkOf(address);
    const window = this.windows.get(key, now) ?? this.open(key, now);
    window.count += 1;
    if (window.count <= this.perMinute) return;
    const seconds = Math.max(1, Math.ceil((window.until - now) / 1000));
    const message = `每分钟最多 ${this.perMinute} 次，请 ${seconds} 秒后再试；登录后用 dryRun=true 试算不受此限。`;
    throw new Refusal(429, "RATE_LIMITED", message, { "retry-after": String(seconds) });
  }

  private open(key: string, now: number): Window {
    const window = { count: 0, until: now + WINDOW_MS };
    this.windows.set(key, window, window.until);
    return window;
  }
}

const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** One household has a whole /64 of IPv6 addresses, so that is what counts as one caller. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.toLowerCase().startsWith("::ffff:")) return address;
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: GROUPS - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].slice(0, NETWORK_GROUPS).join(":");
}
