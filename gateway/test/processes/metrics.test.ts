import { startGatewayProcess } from "../support/gateway-process.ts";

test("whichever worker is asked tells the figures of all", async () => {
  const gateway = await startGatewayProcess({ env: { GONGJIAN_WORKERS: "2" } });
  try {
    for (let number = 0; number < 20; number++) {
      await fetch(`${gateway.url}/nowhere`, { headers: { connection: "close" } });
    }

    const told = [];
    for (let number = 0; number < 4; number++) {
      const response = await fetch(`${gateway.url}/metrics`, { headers: { connection: "close" } });
      told.push(
        /^gongjian_http_requests_total\{route="unknown",status="404"\} (\d+)$/m.exec(
          await response.text(),
        )?.[1],
      );
    }
    expect(told).toEqual(["20", "20", "20", "20"]);
  } finally {
    await gateway.stop();
  }
}, 120_000);
