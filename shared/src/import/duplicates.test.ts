import { expect, test } from "@jest/globals";
import { Duplicates } from "./duplicates.ts";
import { ImportRow, type FieldPlaces } from "./import-row.ts";

const PLACES: FieldPlaces = new Map(
  ["名称", "数量", "联系人"].map((heading, index) => [
    heading,
    { index, column: "A", heading, personal: heading === "联系人" },
  ]),
);

const LIST = {
  keysOf: ({ cells }: ImportRow) => [cells.join("|")],
  likelyKeyOf: ({ cells }: ImportRow) => cells[0] ?? "",
};

/** The messages of the rows, in their order; null for those that are taken. */
function check(rows: readonly (readonly string[])[], places = PLACES): (string | null)[] {
  const duplicates = new Duplicates((ordinal) => `第 ${ordinal + 2} 行`);
  return rows.map((cells, ordinal) => {
    const row = new ImportRow(ordinal, ordinal + 2, cells, places);
    duplicates.check(row, LIST);
    return row.problems[0]?.message ?? null;
  });
}

test("a likely duplicate says what differs, and quotes nobody's contact", () => {
  const [first, second, third] = check([
    ["会议室", "若干", "张三"],
    ["会议室", "", "李四"],
    ["会议室", "13812345678", "张三"],
  ]);
  expect(first).toBeNull();
  expect(second).toBe("与第 2 行疑似重复，默认不收。两行不同的是：数量：若干／空；联系人。");
  expect(third).toMatch(/数量：若干／138/);
  expect(third).not.toContain("13812345678");
});

test("beyond the rows that are kept, a likely duplicate is refused all the same", () => {
  const many = Array.from({ length: 20_001 }, (_, i) => [`会议室${i}`, "1", ""]);
  const messages = check([...many, ["会议室19999", "2", ""], ["会议室20000", "2", ""]]);
  expect(messages.slice(-2)).toEqual([
    "与第 20001 行疑似重复，默认不收。两行不同的是：数量：1／2。",
    "与第 20002 行疑似重复，默认不收。",
  ]);
});
