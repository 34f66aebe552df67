/** Where time comes from, so that tests can set it. */
export interface Clock {
  now(): Date;
  /** The day in Asia/Shanghai as YYYY-MM-DD; a day ends at 24:00 there. */
  today(): string;
}

const SHANGHAI_OFFSET_MS = 8 * 60 * 60 * 1000;

/** A clock that reads the given source; Shanghai has had no daylight saving since 1992. */
export function clockOf(now: () => Date): Clock {
  return {
    now,
    today: () => new Date(now().getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10),
  };
}

export const systemClock: Clock = clockOf(() => new Date());
