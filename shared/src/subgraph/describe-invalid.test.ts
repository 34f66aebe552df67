import {
  ArrayMaxSize,
  ArrayMinSize,
  IsPositive,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  validateSync,
} from "class-validator";
import { describeInvalid } from "./describe-invalid.ts";

function told(decorate: PropertyDecorator, value: unknown): string {
  class Input {
    field2: unknown = value;
  }
  decorate(Input.prototype, "field2");
  return describeInvalid(validateSync(new Input()));
}

test.each<[PropertyDecorator, unknown, string]>([
  [Min(1), 0, "不能小于 1"],
  [Min(-90), -91, "不能小于 -90"],
  [Max(100), 101, "不能大于 100"],
  [IsPositive(), 0, "应大于 0"],
  [Length(2, 50), "a", "至少 2 字"],
  [Length(2, 5), "abcdef", "最多 5 字"],
  [Length(1, 3, { each: true }), ["abcd"], "每项应为 1–3 字"],
  [MaxLength(3), "abcd", "最多 3 字"],
  [ArrayMinSize(1), [], "至少 1 项"],
  [ArrayMaxSize(200), new Array(201).fill(1), "最多 200 项"],
  [IsUUID(), "x", "不是有效的编号"],
  [Matches(/^\d+$/), "x", "写法不对"],
  [Matches(/^\d+$/, { message: "应为数字" }), "x", "应为数字"],
])("a broken rule is told in Chinese (%#)", (decorate, value, expected) => {
  expect(told(decorate, value)).toBe(`参数不合规：field2（${expected}）。`);
});

test("a parameter inside another is named with its way", () => {
  const inner = { property: "first", constraints: { max: "first must not be greater than 100" } };

  expect(describeInvalid([{ property: "page", children: [inner] }])).toBe(
    "参数不合规：page.first（不能大于 100）。",
  );
});
