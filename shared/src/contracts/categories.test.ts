import { categories, findCategory } from "./categories.ts";

test("the catalogue has 12 families and 63 leaves", () => {
  const leaves = categories().filter(({ parentCode }) => parentCode !== null);
  expect(leaves).toHaveLength(63);
  expect(categories()).toHaveLength(75);
});

test.each([
  ["A01", "A01"],
  ["ａ０１", "A01"],
  ["会议室与培训室", "A01"],
  ["报告厅", "A01"],
  ["B03医疗义诊", "B03"],
  ["J03 老旧改造与照明", "J03"],
  ["场地资源", "A"],
])("%s means %s", (text, code) => {
  expect(findCategory(text)?.code).toBe(code);
});

test.each(["其它杂项", "", "Z99", "Z99什么", "医药服务"])("%s is not guessed", (text) => {
  expect(findCategory(text)).toBeNull();
});
