import { readOpenGatewayOptions } from "./open-gateway-options.ts";

const read = (line: string): ReturnType<typeof readOpenGatewayOptions> =>
  readOpenGatewayOptions(line.split(" ").filter((word) => word !== ""));

test("a supergraph and the word that it is open to all are enough", () => {
  expect(read("--supergraph a.graphql --open")).toEqual({
    help: false,
    supergraph: "a.graphql",
    port: 4000,
    host: "127.0.0.1",
    engine: "gongjian",
    planner: "hive",
  });
  expect(read("--supergraph a.graphql --open --port 5000 --engine apollo --planner apollo")).toMatchObject({
    port: 5000,
    engine: "apollo",
    planner: "apollo",
  });
});

test.each<[string, string | RegExp]>([
  ["--open", "请用 --supergraph"],
  ["--supergraph a.graphql", "请加 --open"],
  ["--supergraph a.graphql --open --port 0", "端口应为 1 到 65535：0"],
  ["--supergraph a.graphql --open --port 70000", "端口应为 1 到 65535：70000"],
  ["--supergraph a.graphql --open --engine rover", /--engine 应为 gongjian、.*apollo 之一：rover/],
  ["--supergraph a.graphql --open --planner none", /--planner 应为 hive、apollo 之一：none/],
  ["--supergraph a.graphql --open --fast", "看不懂的参数：--fast"],
  ["a.graphql --open", "看不懂的参数：a.graphql"],
])("%s is refused with what is wrong in both languages, and the usage", (line, message) => {
  expect(() => read(line)).toThrow(message);
  expect(() => read(line)).toThrow(/\n.*[a-z]+.*\n\n用法 Usage: npm run gateway/s);
});

test("whoever asks for help gets it without anything else", () => {
  expect(read("--help").help).toBe(true);
});
