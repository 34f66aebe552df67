import { Readable } from "node:stream";
import { guessList } from "./guess-list.ts";
import { languageOf } from "./language.ts";
import { readEvents } from "./server-events.ts";
import { table } from "./table.ts";
import { widthOf } from "./text-width.ts";

test.each([
  ["启工职校资源清单.xlsx", "resources"],
  ["2026年需求清单（终稿）.csv", "needs"],
  ["共建项目清单.xlsx", "projects"],
  ["needs.csv", "needs"],
  ["C:\\清单\\resource_list.csv", "resources"],
  ["需求和资源.xlsx", null],
  ["list.csv", null],
])("%s is the list %s", (name, list) => {
  expect(guessList(name)).toBe(list);
});

test("columns stay aligned under Chinese, and long causes wrap", () => {
  const cause = "这一格应为存在的日期（如 2026-09-01），收到“2026-13-45”，请核对后再报。".repeat(3);
  const lines = table(
    ["行", "代码", "原因", "建议"],
    [["7", "DATE_INVALID", cause, "是否为 2026-12-31？"]],
    80,
  ).split("\n");
  expect(lines.length).toBeGreaterThan(4);
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
  const start = widthOf((lines[2] ?? "").split("这一格")[0] ?? "");
  expect(lines.slice(3).every((line) => line.slice(0, start).trim() === "")).toBe(true);
});

test("events are read whatever pieces they come in", async () => {
  const text = ':\n\nevent: progress\ndata: {"a":1}\n\n:\n\nevent: report\ndata: {"名":"值"}\n\n';
  const bytes = Buffer.from(text);
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    const events = [];
    for await (const event of readEvents(Readable.from(pieces))) events.push(event);
    expect(events).toEqual([
      { event: "progress", data: '{"a":1}' },
      { event: "report", data: '{"名":"值"}' },
    ]);
  }
});

test.each([
  [undefined, {}, "zh"],
  [undefined, { LANG: "C.UTF-8" }, "zh"],
  [undefined, { LANG: "en_US.UTF-8" }, "en"],
  [undefined, { LANG: "en_US.UTF-8", LC_ALL: "zh_CN.UTF-8" }, "zh"],
  ["en", { LANG: "zh_CN.UTF-8" }, "en"],
] as const)("--lang %s in %j is %s", (asked, env, language) => {
  expect(languageOf(asked, env)).toBe(language);
});
