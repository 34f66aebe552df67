import type { City } from "../../testing/city.ts";

/** How many statements the app's role runs meanwhile, but those that only frame a transaction. */
export async function countStatements({ appDb }: City, work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const createQueryRunner = appDb.createQueryRunner.bind(appDb);
  const counting = jest.spyOn(appDb, "createQueryRunner").mockImplementation((mode) => {
    const runner = createQueryRunner(mode);
    const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
    runner.query = ((...args: unknown[]) => {
      count += 1;
      return query(...args);
    }) as typeof runner.query;
    return runner;
  });
  await work();
  counting.mockRestore();
  return count;
}
