import type { HostileReport } from "./attack.ts";
import { runHostile } from "./run-hostile.ts";

let report: HostileReport;

beforeAll(async () => {
  report = await runHostile(2_000);
}, 180_000);

/** True, or what it was that took too long. */
const inTime = ({ kind, ms }: HostileReport["worst"]): true | string => ms < 200 || `${kind}: ${ms} ms`;

test("there are at least 180 kinds of hostile requests", () => {
  expect(report.kinds).toBeGreaterThanOrEqual(180);
});

test("no hostile request is answered with a fault of ours, our insides, an echo, or English alone", () => {
  expect(report.faults).toEqual([]);
});

test("each is over within 200 ms, nearly all within 50", () => {
  expect(inTime(report.worst)).toBe(true);
  expect(report.p95Ms).toBeLessThan(50);
  expect(inTime(report.worstMutated)).toBe(true);
});

test("a good query beside a hostile one is answered within 200 ms", () => {
  expect(inTime(report.worstCanary)).toBe(true);
});

test("they leave nothing behind in memory", () => {
  expect(report.memoryGrowthMb).toBeLessThan(100);
});
