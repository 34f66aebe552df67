/**
 * Promise 7: the gateway is told to stop (SIGTERM) under load, over and over, with one process and with two.
 * Callers without a second try may be cut off in 0.2 % of their requests; what is sent again with its key is
 * never lost; the process is gone within 10 s.
 *
 *   npm run bench -- gateway-stop      ROUNDS=10
 */
import { stopRounds } from "../gateway/test/processes/stop-rounds.ts";

const ROUNDS = Number(process.env.ROUNDS ?? 10);

async function main(): Promise<void> {
  for (const workers of [1, 2]) {
    const tally = await stopRounds({ rounds: ROUNDS, workers });
    console.log(`\n${ROUNDS} stops of a gateway of ${workers} process(es), ${tally.sent} requests`);
    console.table({
      "requests cut off, %": { measured: Number(((100 * tally.cut) / tally.sent).toFixed(3)), asked: 0.2 },
      [`of ${tally.acknowledged} uploads with a key, lost`]: { measured: tally.lost, asked: 0 },
      "slowest stop, s": { measured: tally.slowestStopMs / 1000, asked: 10 },
      "ended other than with 0": { measured: tally.exitCodes.filter((code) => code !== 0).length, asked: 0 },
    });
  }
}

void main();
