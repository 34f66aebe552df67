import { resolve } from "node:path";
import { readStartOptions, readTokenOptions } from "./options.ts";

test("without options the sample city goes to .data, on any free port", () => {
  const options = readStartOptions([], {});
  expect(options).toMatchObject({ city: null, empty: false, port: null, databaseUrl: null });
  expect(options.data).toBe(resolve(__dirname, "../../.data"));
});

test("an option goes before the variable of the same meaning", () => {
  const env = { GONGJIAN_PORT: "5000", GONGJIAN_DATA: "/tmp/from-env" };
  expect(readStartOptions([], env)).toMatchObject({ port: 5000, data: "/tmp/from-env" });
  expect(readStartOptions(["--port", "6000", "--data", "/tmp/x"], env)).toMatchObject({
    port: 6000,
    data: "/tmp/x",
  });
  expect(readTokenOptions(["--role", "ADMIN"], env)).toMatchObject({ port: 5000, data: "/tmp/from-env" });
});

test.each([
  [["--ctiy", "x"], /--ctiy/],
  [["city"], /city/],
  [["--city"], /--city/],
  [["--port", "0"], /端口应为 1 到 65535/],
  [["--port", "http"], /端口应为 1 到 65535/],
  [["--city", "x", "--empty"], /不能同时用/],
])("npm start %j is refused with the usage", (args, message) => {
  expect(() => readStartOptions(args, {})).toThrow(message);
  expect(() => readStartOptions(args, {})).toThrow(/用法 Usage: npm start/);
});

test("a token's role, scope and validity are read", () => {
  const args = ["--role", "unit_clerk", "--unit", "11341881M00179266W", "--hours", "2", "--subject", "me"];
  expect(readTokenOptions(args, {})).toMatchObject({
    role: "UNIT_CLERK",
    unit: "11341881M00179266W",
    area: null,
    hours: 2,
    subject: "me",
  });
  expect(readTokenOptions(["--role", "SECRETARIAT", "--area", "341881001"], {}).area).toBe("341881001");
});

test.each([
  [[], /缺少 --role/],
  [["--role", "KING"], /没有这个角色：KING/],
  [["--role", "UNIT_CLERK"], /范围应为：--unit/],
  [["--role", "SECRETARIAT", "--unit", "x"], /范围应为/],
  [["--role", "SECRETARIAT", "--area", "west"], /区域代码/],
  [["--role", "MERCHANT", "--unit", "x", "--area", "341881"], /只能给一个/],
  [["--role", "ADMIN", "--hours", "-1"], /--hours/],
])("npm run token %j is refused with the usage", (args, message) => {
  expect(() => readTokenOptions(args, {})).toThrow(message);
  expect(() => readTokenOptions(args, {})).toThrow(/用法 Usage: npm run token/);
});
