import { CrashBudget } from "./crash-budget.ts";

test("a part is started again up to five times a minute, waiting longer each time", () => {
  const budget = new CrashBudget();
  const delays = [0, 1, 2, 3, 4].map((second) => budget.spend(second * 1000) ?? 0);
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
  expect(budget.spend(5000)).toBeNull();
});

test("crashes of more than a minute ago are forgotten", () => {
  const budget = new CrashBudget();
  for (let crash = 0; crash < 5; crash++) budget.spend(crash);
  expect(budget.spend(61_000)).not.toBeNull();
});
