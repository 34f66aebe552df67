import { expect, test } from "@jest/globals";
import { parseCell } from "../testing/cell.ts";
import { maskPersonalNumbers } from "./personal-numbers.ts";
import { code, contactName, line, text } from "./text.ts";

test.each([
  ["联系李主任13812345678，周末休息", "联系李主任138****5678，周末休息"],
  ["138-1234-5678或138 1234 5678", "138****5678或138****5678"],
  ["身份证34122519900101123X", "身份证341***********123X"],
  ["值班电话0563-4012345", "值班电话0563-4012345"],
  ["信用代码113418000032507234", "信用代码113418000032507234"],
  ["订单2026138123456789", "订单2026138123456789"],
])("in %j mobile and identity numbers are hidden, others stay", (sent, shown) => {
  expect(maskPersonalNumbers(sent)).toBe(shown);
});

test("free text is masked with a notice, numbers of the publisher's own and contacts are not", () => {
  for (const parse of [text(), line()]) {
    const { value, corrected } = parseCell(parse, "找小李 13812345678");
    expect([value, corrected]).toEqual(["找小李 138****5678", ["PERSONAL_NUMBER_MASKED"]]);
  }
  expect(parseCell(code(), "13812345678").value).toBe("13812345678");
  expect(parseCell(contactName(), "小李 13812345678").value).toBe("小李 13812345678");
});
