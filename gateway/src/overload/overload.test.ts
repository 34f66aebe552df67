import { setTimeout as wait } from "node:timers/promises";
import { Overload } from "./overload.ts";

let overload: Overload;

beforeEach(() => {
  overload = new Overload();
});

afterEach(() => {
  overload.stop();
});

/** The loop has more to do than it has time, for a while. */
async function work(forMs: number): Promise<void> {
  const end = performance.now() + forMs;
  while (performance.now() < end) {
    const pause = performance.now() + 80;
    while (performance.now() < pause);
    await wait(0);
  }
}

const refusal = { status: 503, code: "OVERLOADED", headers: { "retry-after": "1" } };

test("requests that only wait for a subgraph keep nobody away, up to a thousand", async () => {
  const leaving: (() => void)[] = [];
  for (let count = 0; count < 1_000; count++) {
    if (count % 10 === 0) await wait(55);
    leaving.push(overload.enter());
  }
  expect(overload.running).toBe(1_000);
  expect(() => overload.enter()).toThrow(expect.objectContaining(refusal) as Error);

  for (const leave of leaving) leave();
  for (const leave of leaving) leave();
  expect(overload.running).toBe(0);
});

test("no more than 256 come in at once", () => {
  for (let count = 0; count < 256; count++) overload.enter();
  expect(() => overload.enter()).toThrow(expect.objectContaining(refusal) as Error);
});

test("while the loop cannot keep up, fewer and fewer are let in, but never fewer than 16", async () => {
  const leaving = Array.from({ length: 200 }, () => overload.enter());
  await work(200);
  expect(() => overload.enter()).toThrow(expect.objectContaining(refusal) as Error);

  for (const leave of leaving) leave();
  for (let round = 0; round < 10; round++) {
    await work(160);
    overload.enter()();
  }
  const inside = Array.from({ length: 16 }, () => overload.enter());
  expect(inside).toHaveLength(16);
  expect(() => overload.enter()).toThrow(expect.objectContaining(refusal) as Error);
});

test("when it keeps up again, all come in again", async () => {
  const leaving = Array.from({ length: 200 }, () => overload.enter());
  await work(200);
  expect(() => overload.enter()).toThrow();
  for (let count = 0; count < 12; count++) {
    await wait(60);
    try {
      leaving.push(overload.enter());
    } catch {
      // Not yet.
    }
  }
  expect(() => overload.enter()).not.toThrow();
});
