import { stopRounds } from "/work/main/gateway/test/processes/zz-rounds.ts";
void (async () => { for (let i=0;i<1;i++) console.log(JSON.stringify(await stopRounds({rounds: 4, workers: 2}))); process.exit(0); })();
