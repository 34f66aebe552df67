import type { ValidationError } from "class-validator";

type Wording = (numbers: readonly string[], message: string) => string;

/** The library's own messages are English; what they say, by constraint, for the caller. */
const WORDINGS: Readonly<Record<string, Wording>> = {
  min: ([least]) => `不能小于 ${least ?? ""}`,
  max: ([most]) => `不能大于 ${most ?? ""}`,
  isPositive: () => "应大于 0",
  isLength: ([first, second], message) => {
    if (second !== undefined) return `应为 ${first ?? ""}–${second} 字`;
    return message.includes("longer") ? `至少 ${first ?? ""} 字` : `最多 ${first ?? ""} 字`;
  },
  maxLength: ([most]) => `最多 ${most ?? ""} 字`,
  arrayMinSize: ([least]) => `至少 ${least ?? ""} 项`,
  arrayMaxSize: ([most]) => `最多 ${most ?? ""} 项`,
  isUuid: () => "不是有效的编号",
  matches: () => "写法不对",
};

/** Which parameters do not comply, and how, as one Chinese sentence. What was sent is not repeated. */
export function describeInvalid(errors: readonly ValidationError[]): string {
  return `参数不合规：${errors.flatMap((error) => faultsOf(error, "")).join("、")}。`;
}

function faultsOf({ property, constraints, children }: ValidationError, parent: string): string[] {
  const path = `${parent}${property}`;
  const said = Object.entries(constraints ?? {}).map(([name, message]) => inChinese(name, message, property));
  const own = said.length === 0 ? [] : [`${path}（${said.join("；")}）`];
  return [...own, ...(children ?? []).flatMap((child) => faultsOf(child, `${path}.`))];
}

function inChinese(name: string, message: string, property: string): string {
  if (/\p{Script=Han}/u.test(message)) return message;
  const numbers = message.replace(property, "").match(/-?\d+(?:\.\d+)?/g) ?? [];
  const wording = WORDINGS[name]?.(numbers, message) ?? "不符合要求";
  return message.startsWith("each value in") ? `每项${wording}` : wording;
}
