/** As much of a GraphQL error as is looked at. */
interface Reported {
  readonly message: string;
  /** What a variable's error quotes. */
  readonly originalError?: Error | null;
}

const LONGEST_NAME = 60;
const LONGEST_MESSAGE = 300;
/** No pattern sees more than this. */
const LONGEST_READ = 2_000;

/**
 * What graphql-js says about a document or its variables, in Chinese and then in short English, without the
 * values that were sent: they may be personal.
 * @param suggests whether similar names of the schema are told, which strangers should not learn
 */
export function translateError({ message, originalError }: Reported, suggests: boolean): string {
  const variable = /^Variable "\$(\w+)" got invalid value /.exec(message)?.[1];
  return variable === undefined
    ? translate(message, suggests)
    : aboutVariable(variable, message, originalError?.message, suggests);
}

function aboutVariable(name: string, message: string, inner: string | undefined, suggests: boolean): string {
  const reason = inner ?? message.slice(message.lastIndexOf("; ") + 2);
  const before = message.slice(0, message.length - reason.length).slice(-LONGEST_READ);
  const place = / at "([^"]*)"; $/.exec(before)?.[1] ?? name;
  return `变量 $${cut(place, LONGEST_NAME)} 的值不对：${translate(reason, suggests)}`;
}

function translate(message: string, suggests: boolean): string {
  const short = withShortNames(message).slice(0, LONGEST_READ);
  // Written by us, for people.
  if (/^\p{Script=Han}/u.test(short)) return cut(short, LONGEST_MESSAGE);
  const [fault = "", hint] = short.split(/ Did you mean ([^]*)$/);
  const english = cut(withoutValues(fault), LONGEST_MESSAGE);
  const chinese = inChinese(english);
  if (hint === undefined || !suggests) return `${chinese}${english}`;
  return `${chinese}${suggestion(hint)}${english} Did you mean ${cut(hint, LONGEST_MESSAGE)}`;
}

function suggestion(hint: string): string {
  const names = [...hint.matchAll(/"([^"]*)"/g)].map(([, name]) => name).join("、");
  const what = hint.startsWith("to use an inline fragment") ? "用内联片段 ... on " : "写 ";
  return `是不是要${what}${names}？`;
}

function inChinese(english: string): string {
  for (const [pattern, chinese] of TRANSLATIONS) {
    const found = pattern.exec(english);
    if (found) return chinese.replace(/\{(\d)\}/g, (_slot, index: string) => found[Number(index)] ?? "");
  }
  return "查询不合规。";
}

function withShortNames(message: string): string {
  return message.replace(/"([^"]*)"/g, (_quoted, name: string) => `"${cut(name, LONGEST_NAME)}"`);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function withoutValues(fault: string): string {
  return fault
    .replace(/^(Expected value of type "[^"]*"), found [^]*$/, "$1.")
    .replace(/^([^"]* cannot represent [\w -]*value|Enum "\w+" cannot represent [\w -]*value): [^]*$/, "$1.")
    .replace(/^Value "[^]*" does not exist in ("\w+") enum\.$/, "Value does not exist in $1 enum.")
    .replace(/^(Argument "\w+" has invalid value) [^]*$/, "$1.")
    .replace(/^(Expected type "[^"]*")\. [^]*$/, "$1.");
}

/** By the English message; `{1}` is what its first group found. The commoner ones stand first. */
const TRANSLATIONS: readonly (readonly [pattern: RegExp, chinese: string])[] = [
  [/^Cannot query field "(.*)" on type "(.*)"\.$/, "类型 {2} 没有字段 {1}。"],
  [/^Unknown argument "(.*)" on field "(.*)"\.$/, "字段 {2} 没有参数 {1}。"],
  [/^Unknown argument "(.*)" on directive "(.*)"\.$/, "指令 {2} 没有参数 {1}。"],
  [
    /^Field "(.*)" of type "(.*)" must have a selection of subfields\.$/,
    "字段 {1} 是 {2} 类型，要写明取其中哪些字段。",
  ],
  [
    /^Field "(.*)" of type "(.*)" must have at least one field selected\.$/,
    "字段 {1} 是 {2} 类型，至少要取一个字段。",
  ],
  [
    /^Field "(.*)" must not have a selection since type "(.*)" has no subfields\.$/,
    "字段 {1} 是 {2} 类型，下面没有字段可取。",
  ],
  [/^Field "(.*)" argument "(.*)" of type "(.*)" is required, but/, "字段 {1} 缺少必填参数 {2}（{3}）。"],
  [/^Directive "(.*)" argument "(.*)" of type "(.*)" is required, but/, "指令 {1} 缺少必填参数 {2}（{3}）。"],
  [/^Variable "(.*)" of required type "(.*)" was not provided\.$/, "缺少必填变量 {1}（{2}）。"],
  [/^Variable "(.*)" of non-null type "(.*)" must not be null\.$/, "变量 {1}（{2}）不能为空。"],
  [
    /^Variable "(.*)" of type "(.*)" used in position expecting type "(.*)"\.$/,
    "变量 {1} 是 {2} 类型，这里要 {3} 类型。",
  ],
  [/^Variable "(.*)" is of type "(.*)" but must be non-nullable/, "变量 {1}（{2}）用在这里不能为空。"],
  [/^Variable "(.*)" is not defined/, "变量 {1} 没有声明。"],
  [/^Variable "(.*)" is never used/, "变量 {1} 声明了却没有用到。"],
  [/^Variable "(.*)" cannot be non-input type "(.*)"\.$/, "变量 {1} 不能是 {2} 类型，要用输入类型。"],
  [
    /^Variable "(.*)" expected value of type "(.*)" which cannot be used/,
    "变量 {1} 不能是 {2} 类型，要用输入类型。",
  ],
  [/^Unknown type "(.*)"\.$/, "没有类型 {1}。"],
  [/^Unknown fragment "(.*)"\.$/, "没有片段 {1}。"],
  [/^Unknown directive "(.*)"\.$/, "没有指令 {1}。"],
  [/^Directive "(.*)" may not be used on (.*)\.$/, "指令 {1} 不能用在这里（{2}）。"],
  [/^The directive "(.*)" can only be used once/, "指令 {1} 在一处只能用一次。"],
  [/^Fragment "(.*)" is never used\.$/, "片段 {1} 没有用到。"],
  [/^Cannot spread fragment "(.*)" within itself/, "片段 {1} 引用了自己。"],
  [
    /^Fragment (?:"(.*)" )?cannot be spread here as objects of type "(.*)" can never be of type "(.*)"\.$/,
    "这里的对象是 {2} 类型，不可能是 {3} 类型。",
  ],
  [/^Fragment (?:"(.*)" )?cannot condition on non composite type "(.*)"\.$/, "片段不能用在 {2} 类型上。"],
  [/^Fields "(.*)" conflict because/, "同名字段 {1} 互相冲突，请给其中一个起别名。"],
  [
    /^There can be only one (?:argument|input field|variable|fragment|operation) named "(.*)"\.$/,
    "{1} 重复了，只能有一个。",
  ],
  [/^This anonymous operation must be the only defined operation\.$/, "有几个操作时，每个都要有名字。"],
  [/^The "?(.*?)"? definition is not executable\.$/, "查询里只能有操作和片段，不能有 {1} 的定义。"],
  [/^Expected non-nullable type "(.*)" not to be null\.$/, "应为 {1} 类型，不能为空。"],
  [/^Expected (?:value of )?type "(.*)"(?:\.| to be an object\.)$/, "值不合规，应为 {1} 类型。"],
  [/^Field "(.*)" of required type "(.*)" was not provided\.$/, "缺少必填字段 {1}（{2}）。"],
  [/^Field "(.*)" is not defined by type "(.*)"\.$/, "输入类型 {2} 没有字段 {1}。"],
  [/^Field "(.*)" must be non-null\.$/, "字段 {1} 不能为空。"],
  [/OneOf (?:Input Object|type) "(.*?)"/, "{1} 要且只要填一个字段。"],
  [/^Value does not exist in "(.*)" enum\.$/, "{1} 没有这个枚举值。"],
  [/^Enum "(.*)" cannot represent/, "应为枚举 {1} 的值。"],
  [/^Int cannot represent non 32-bit/, "整数超出范围（−2147483648 至 2147483647）。"],
  [/^(\w+) cannot represent/, "值不合规，应为 {1} 类型。"],
  [/^Argument "(.*)" has invalid value\.$/, "参数 {1} 的值不合规。"],
  [/^Argument "(.*)" of required type "(.*)" was not provided\.$/, "缺少必填参数 {1}（{2}）。"],
  [
    /^Argument "(.*)" of required type "(.*)" was provided the variable "(.*)"/,
    "参数 {1}（{2}）必填，变量 {3} 没有值。",
  ],
  [/^Argument "(.*)" of non-null type "(.*)" must not be null\.$/, "参数 {1}（{2}）不能为空。"],
  [/^Maximum introspection depth exceeded$/, "查看数据模式的查询嵌套过深。"],
  [/^Too many (?:validation )?errors/, "错误太多，后面的不再列出。"],
];
