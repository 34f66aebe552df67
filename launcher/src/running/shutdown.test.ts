import { Shutdown } from "./shutdown.ts";

test("parts are stopped the last first, once, whoever asks how often", async () => {
  const stopped: string[] = [];
  const shutdown = new Shutdown();
  for (const name of ["database", "subgraphs", "gateway"]) {
    await shutdown.add({ stop: () => void stopped.push(name) });
  }
  await Promise.all([shutdown.begin(), shutdown.begin()]);
  expect(stopped).toEqual(["gateway", "subgraphs", "database"]);
});

test("a part that is ready only after stopping began is stopped at once", async () => {
  const stopped: string[] = [];
  const shutdown = new Shutdown();
  await shutdown.begin();
  await expect(shutdown.add({ stop: () => void stopped.push("late") })).rejects.toThrow();
  expect(stopped).toEqual(["late"]);
});
