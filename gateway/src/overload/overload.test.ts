import { LoopWatch, type LoopState } from "./loop-watch.ts";
import { Overload } from "./overload.ts";

const IDLE: LoopState = { roundMs: 11, utilization: 0.2 };
const SWAMPED: LoopState = { roundMs: 90, utilization: 1 };
const STARVED: LoopState = { roundMs: 90, utilization: 0.4 };

let state: LoopState;
let now: number;
let overload: Overload;

beforeEach(() => {
  state = IDLE;
  now = 0;
  overload = new Overload({ look: () => state, stop: () => undefined } as LoopWatch, () => now);
});

/** So many come in, a while apart. */
function enter(count: number, apartMs = 0): (() => void)[] {
  return Array.from({ length: count }, () => {
    now += apartMs;
    return overload.enter();
  });
}

const refusal = expect.objectContaining({
  status: 503,
  code: "OVERLOADED",
  headers: { "retry-after": "1" },
}) as Error;

test("requests that only wait for a subgraph keep nobody away, up to a thousand", () => {
  const leaving = enter(1_000, 6);
  expect(overload.running).toBe(1_000);
  expect(() => overload.enter()).toThrow(refusal);

  for (const leave of leaving) leave();
  for (const leave of leaving) leave();
  expect(overload.running).toBe(0);
});

test("no more than 256 come in at once", () => {
  enter(256);
  expect(() => overload.enter()).toThrow(refusal);
});

test("while the loop cannot keep up, fewer and fewer are let in, but never fewer than 64", () => {
  const leaving = enter(200);
  state = SWAMPED;
  now += 60;
  expect(() => overload.enter()).toThrow(refusal);

  for (const leave of leaving) leave();
  for (let round = 0; round < 10; round++) {
    now += 60;
    overload.enter()();
  }
  enter(64);
  expect(() => overload.enter()).toThrow(refusal);
});

test("a loop that is slow because others use the processor keeps nobody away", () => {
  state = STARVED;
  expect(enter(200, 60)).toHaveLength(200);
});

test("when it keeps up again, all come in again", () => {
  enter(200);
  state = SWAMPED;
  now += 60;
  expect(() => overload.enter()).toThrow(refusal);
  state = IDLE;
  for (let look = 0; look < 40; look++) {
    now += 60;
    expect(typeof overload.isFull).toBe("boolean");
  }
  expect(() => overload.enter()).not.toThrow();
});

test("the loop's own figures tell a busy one from an idle one", () => {
  const watch = new LoopWatch();
  const end = performance.now() + 80;
  while (performance.now() < end);
  expect(watch.look().utilization).toBeGreaterThan(0.5);
  watch.stop();
});
