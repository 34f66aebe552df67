import { QueryFailedError } from "typeorm";
import { describeError } from "./log.ts";

test("a database error is logged by its state and place, never with what was written", () => {
  const driverError = Object.assign(new Error('value "0563-5550103" is no uuid'), {
    code: "22P02",
    detail: "Key (phone)=(0563-5550103)",
  });
  const error = new QueryFailedError("insert into t values ($1)", ["0563-5550103"], driverError);

  const logged = JSON.stringify(describeError(new Error("outer", { cause: error })));
  expect(logged).toContain("22P02");
  expect(logged).not.toMatch(/5550103|insert/);
});

test("another error keeps its message", () => {
  expect(describeError(new Error("the address is not configured"))).toMatchObject({
    message: "the address is not configured",
  });
});
