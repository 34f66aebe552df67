import { readProcessSettings } from "./process-settings.ts";

const workers = (env: NodeJS.ProcessEnv, cores: number): number => readProcessSettings(env, cores).workers;

test("one process serves in development; in production two do at least, even on one core", () => {
  expect(workers({}, 8)).toBe(1);
  expect(workers({ NODE_ENV: "production" }, 1)).toBe(2);
  expect(workers({ NODE_ENV: "production" }, 3)).toBe(3);
  expect(workers({ NODE_ENV: "production" }, 64)).toBe(4);
});

test("whoever asks for a number of processes gets it, within what the machine has", () => {
  expect(workers({ GONGJIAN_WORKERS: "6" }, 8)).toBe(6);
  expect(workers({ GONGJIAN_WORKERS: "600" }, 8)).toBe(8);
  expect(workers({ GONGJIAN_WORKERS: "1", NODE_ENV: "production" }, 8)).toBe(1);
  expect(workers({ GONGJIAN_WORKERS: "" }, 8)).toBe(1);
});

test.each(["0", "-1", "1.5", "two"])("%s is no number of processes", (text) => {
  expect(() => workers({ GONGJIAN_WORKERS: text }, 8)).toThrow("GONGJIAN_WORKERS");
});
