import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { readCells, readSheets } from "./testing/read-sheets.ts";
import { uploadedBuffer } from "./testing/uploaded-buffer.ts";

const read = (text: string): Promise<readonly (readonly string[])[]> => readCells(Buffer.from(text));

test("objects are rows, and their keys are the heading, one object a line or in an array", async () => {
  const objects = [
    { 资源名称: "会议室", 数量: 2, 服务对象: ["老人", "儿童"] },
    { 资源名称: "停车位", 可拆分: true, 数量: null, 电话: 5635550281 },
  ];
  const rows = [
    ["资源名称", "数量", "服务对象", "可拆分", "电话"],
    ["会议室", "2", "老人、儿童", "", ""],
    ["停车位", "", "", "true", "5635550281"],
  ];
  expect(await read(objects.map((object) => JSON.stringify(object)).join("\r\n"))).toEqual(rows);
  expect(await read(JSON.stringify(objects, null, 2))).toEqual(rows);
  expect(await read(`\ufeff\n ${JSON.stringify(objects)}\n`)).toEqual(rows);
});

test("rows carry the number of their line, or of their place in the array", async () => {
  const numbers = async (text: string): Promise<number[]> =>
    ((await readSheets(Buffer.from(text)))[0]?.records ?? []).map(({ number }) => number);
  expect(await numbers('{"a":1}\n\n{"a":2}')).toEqual([0, 1, 3]);
  expect(await numbers('[{"a":1},\n\n{"a":2}]')).toEqual([0, 1, 2]);
});

test("a key that comes too late is told of, once", async () => {
  const lines = Array.from({ length: 102 }, (_, i) => (i < 100 ? '{"a":1}' : '{"a":1,"b":2}'));
  const [sheet] = await readSheets(Buffer.from(lines.join("\n")));
  expect(sheet?.records).toHaveLength(103);
  expect(sheet?.notices).toMatchObject([{ code: "UNKNOWN_COLUMN", heading: "b", row: 101 }]);
});

test.each([
  ["a broken line", '{"a":1}\n{"a":\n', "JSON_BROKEN", "第 2 行"],
  ["an object inside", '{"a":1}\n{"a":{"b":2}}', "JSON_VALUE", "第 2 行的“a”"],
  ["a list of lists", '[{"a":1},{"a":[[1]]}]', "JSON_VALUE", "第 2 个对象的“a”"],
  ["a number that lost digits", '{"a":341881199001011234}', "JSON_VALUE", "第 1 行的“a”"],
  ["something else than an object", '[{"a":1},2]', "JSON_VALUE", "第 2 个对象"],
  ["an array without end", '[{"a":1},{"a":', "FILE_TRUNCATED", "第 2 个对象"],
  ["objects without comma", '[{"a":1}{"a":2}]', "JSON_BROKEN", "第 1 个对象之后"],
  [
    "too many keys",
    `[{${Array.from({ length: 201 }, (_, i) => `"k${i}":1`).join()}}]`,
    "TOO_MANY_COLUMNS",
    "201",
  ],
  ["an endless object", `{"a":"${"x".repeat(2_000_000)}`, "RECORD_TOO_LONG", "第 1 个对象"],
])("%s is refused with its place", async (_what, text, code, place) => {
  const refused = expect(read(text)).rejects;
  await refused.toMatchObject({ code });
  await refused.toThrow(place);
});

test("any text is read back, wherever the file is cut", async () => {
  const objects = fc.array(fc.record({ a: fc.string({ unit: "binary" }), '键"}],': fc.string() }), {
    minLength: 1,
  });
  await fc.assert(
    fc.asyncProperty(
      objects,
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      async (generated, isArray, size) => {
        const sent = generated.map(({ a, ...rest }) => ({ a: `x${a.replaceAll("\0", "")}`, ...rest }));
        const text = isArray ? JSON.stringify(sent) : sent.map((object) => JSON.stringify(object)).join("\n");
        const [heading, ...rows] = await readCells(uploadedBuffer(Buffer.from(text), size));
        expect(heading).toEqual(Object.keys(sent[0] ?? {}));
        expect(rows).toEqual(sent.map((object) => Object.values(object)));
      },
    ),
    { numRuns: 200 },
  );
});
