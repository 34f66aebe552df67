import { Length, Matches, ValidateIf } from "class-validator";

// PostgreSQL cannot store U+0000, and no name has a line break.
const WITHOUT_CONTROLS = /^[^\u0000-\u001f\u007f]*$/;
const NOT_BLANK = /\S/;

/** One line of text that says something: 1 to `maxLength` characters, no control characters. */
export function IsPlainText(maxLength: number): PropertyDecorator {
  return (target, key) => {
    const isGiven = (object: Record<PropertyKey, unknown>): boolean => (object[key] ?? null) !== null;
    ValidateIf(isGiven)(target, key);
    Length(1, maxLength, { message: `应为 1–${maxLength} 字` })(target, key);
    Matches(WITHOUT_CONTROLS, { message: "不能含控制字符" })(target, key);
    Matches(NOT_BLANK, { message: "不能为空白" })(target, key);
  };
}
