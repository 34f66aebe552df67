import { runHostile, type HostileReport } from "./run-hostile.ts";

let report: HostileReport;

beforeAll(async () => {
  report = await runHostile(2_000);
}, 180_000);

test("there are at least 180 kinds of hostile requests", () => {
  expect(report.kinds).toBeGreaterThanOrEqual(180);
});

test("no hostile request is answered with a fault of ours, our insides, an echo, or English alone", () => {
  expect(report.faults).toEqual([]);
});

test("each is over within 200 ms, nearly all within 50", () => {
  expect(report.worst.ms).toBeLessThan(200);
  expect(report.p95Ms).toBeLessThan(50);
  expect(report.worstMutated.ms).toBeLessThan(200);
});

test("a good query beside a hostile one is answered within 200 ms", () => {
  expect(report.worstCanary.ms).toBeLessThan(200);
});

test("they leave nothing behind in memory", () => {
  expect(report.memoryGrowthMb).toBeLessThan(100);
});
