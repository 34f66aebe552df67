import { Length, Matches } from "class-validator";

/** NUL cannot be stored, and half a surrogate pair is no character. */
const STORABLE = /^[^\0\p{Surrogate}]*$/u;

const SAYS_SOMETHING = /\S/;

/** An input text of bounded length that the database can hold; `each`: a list of such texts. */
export function PlainText(min: number, max: number, { each = false } = {}): PropertyDecorator {
  return (target, key) => {
    Length(min, max, { each, message: `应为 ${min}–${max} 字` })(target, key);
    if (min > 0) Matches(SAYS_SOMETHING, { each, message: "不能为空白" })(target, key);
    Matches(STORABLE, { each, message: "含有不能保存的字符" })(target, key);
  };
}

/** The code of an area in an input: 6 to 18 digits. */
export function AreaCode(): PropertyDecorator {
  return Matches(/^\d{6,18}$/, { message: "区划代码应为 6–18 位数字" });
}
