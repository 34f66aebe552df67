import { killGateways } from "../support/gateway-process.ts";
import { stopRounds } from "./stop-rounds.ts";

afterEach(killGateways);

test.each([1, 2])(
  "told to stop under load, a gateway of %i processes loses nothing that is sent again, and ends in time",
  async (workers) => {
    const tally = await stopRounds({ rounds: 2, workers });

    expect(tally.exitCodes).toEqual([0, 0]);
    expect(tally.acknowledged).toBeGreaterThan(20);
    expect(tally.lost).toBe(0);
    expect(tally.sent).toBeGreaterThan(500);
    expect(tally.cut / tally.sent).toBeLessThanOrEqual(0.002);
    expect(tally.slowestStopMs).toBeLessThan(10_000);
  },
  90_000,
);
