import { describe, expect, it } from "@jest/globals";
import { run } from "./run.ts";

const SECONDS = 1000;

describe("our engine beside one schema without federation", () => {
  it(
    "answers random operations over random graphs alike, nulls and failures included",
    async () => {
      const tally = await run({
        seed: 28_001,
        graphs: 6,
        operations: 50,
        seconds: 40,
        engines: ["hive", "gateway"],
      });

      expect(tally.unknown.map(({ text }) => text)).toEqual([]);
      // What is compared must not be next to nothing, or all excused.
      expect(tally.operations).toBeGreaterThan(50);
      expect(tally.alike.hive).toBeGreaterThan(0.8 * tally.operations);
    },
    90 * SECONDS,
  );
});
