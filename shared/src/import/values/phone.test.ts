import { expect, test } from "@jest/globals";
import { parseCell } from "../testing/cell.ts";
import { phone, phoneWithNote } from "./phone.ts";

test.each([
  ["0563-5550217", "0563-5550217"],
  ["０５６３－５５５０２１７", "0563-5550217"],
  ["0563—5550217", "0563-5550217"],
  ["13812345678", "13812345678"],
  ["010-12345678", "010-12345678"],
  ["400-123-4567", "400-123-4567"],
  ["12345", "12345"],
  ["05635550217", "0563-5550217 PHONE_FORMATTED"],
  ["01012345678", "010-12345678 PHONE_FORMATTED"],
  ["(0563)5550217", "0563-5550217 PHONE_FORMATTED"],
  ["0563 5550217", "0563-5550217 PHONE_FORMATTED"],
  ["5635550281", "0563-5550281 PHONE_FORMATTED"],
  ["138 1234 5678", "13812345678 PHONE_FORMATTED"],
  ["+86 13812345678", "13812345678 PHONE_FORMATTED"],
  ["+86 0563-5550281（小邹微信同号）", "0563-5550281 PHONE_EXTRA_TEXT"],
  ["0563-5550217、13812345678", "0563-5550217 PHONE_EXTRA_TEXT"],
  ["13812345678 0563-5550217", "13812345678 PHONE_EXTRA_TEXT"],
  ["5550217", "5550217 PHONE_NO_AREA_CODE"],
  ["5.64E+09", "null PHONE_SCIENTIFIC"],
  ["", "null"],
  ["138****5678", "!MASKED_VALUE"],
  ["0563-***0217", "!MASKED_VALUE"],
  ["138xxxx5678", "!MASKED_VALUE"],
  ["1381234567", "!PHONE_INVALID"],
  ["找前台", "!PHONE_INVALID"],
])("the number %s reads as %s", (sent, result) => {
  const { value, refused, corrected } = parseCell(phone(), sent);
  expect([refused === undefined ? String(value) : `!${refused}`, ...corrected].join(" ")).toBe(result);
});

test("the words around a number are kept", () => {
  expect(parseCell(phoneWithNote(), "+86 0563-5550281（小邹微信同号）").value).toEqual({
    number: "0563-5550281",
    note: "小邹微信同号",
  });
});

test("no message quotes a number, because reports are kept", () => {
  for (const sent of ["05635550217", "1381234567", "138****5678", "5550217"]) {
    expect(parseCell(phone(), sent).messages.join("")).not.toMatch(/\d{3}/);
  }
});
