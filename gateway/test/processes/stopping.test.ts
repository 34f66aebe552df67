import { killGateways } from "../support/gateway-process.ts";
import { stopRounds } from "./stop-rounds.ts";

const ROUNDS = 2;

afterEach(killGateways);

test.each([1, 2])(
  "told to stop under load, a gateway of %i processes loses nothing that is sent again, and ends in time",
  async (workers) => {
    const tally = await stopRounds({ rounds: ROUNDS, workers });

    expect(tally.exitCodes).toEqual(Array(ROUNDS).fill(0));
    expect(tally.acknowledged).toBeGreaterThan(20);
    expect(tally.lost).toBe(0);
    // Asked is 0.2 %, which so few requests do not show: one at each stop. The bench counts more of them.
    expect(tally.cut).toBeLessThanOrEqual(Math.max(ROUNDS, 0.002 * tally.sent));
    expect(tally.slowestStopMs).toBeLessThan(10_000);
  },
  90_000,
);
