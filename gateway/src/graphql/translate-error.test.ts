import {
  buildSchema,
  getVariableValues,
  Kind,
  MaxIntrospectionDepthRule,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { translateError } from "./translate-error.ts";

const schema = buildSchema(`
  type Query { organisation(id: ID!, kind: Kind, in: In): Organisation node: Node any: Union }
  interface Node { id: ID! }
  union Union = Organisation
  type Organisation implements Node { id: ID! name: String size(unit: Int): Int parent: Organisation }
  type Other implements Node { id: ID! }
  enum Kind { SCHOOL HOSPITAL }
  input In { text: String! size: Int kind: Kind inner: In }
  input One @oneOf { a: Int b: Int }
  scalar Day
  type Mutation { pick(one: One, day: Day): Int }`);

/** What a client is told about a document. */
function told(query: string, suggests = false): string[] {
  return validate(schema, parse(query), [...specifiedRules, MaxIntrospectionDepthRule]).map((error) =>
    translateError(error, suggests),
  );
}

/** What a client is told about variables. */
function toldOf(declared: string, variables: Record<string, unknown>, suggests = false): string[] {
  const [operation] = parse(`query (${declared}) { __typename }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("This is no operation.");
  const { errors = [] } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  return errors.map((error) => translateError(error, suggests));
}

test.each([
  [
    "{ organisation(id: 1) { nam } }",
    '类型 Organisation 没有字段 nam。Cannot query field "nam" on type "Organisation".',
  ],
  ["{ organisation(id: 1) { name(x: 1) } }", "字段 Organisation.name 没有参数 x。"],
  ["{ organisation(id: 1) }", "字段 organisation 是 Organisation 类型，要写明取其中哪些字段。"],
  ["{ organisation(id: 1) { name { x } } }", "字段 name 是 String 类型，下面没有字段可取。"],
  ["{ organisation { name } }", "字段 organisation 缺少必填参数 id（ID!）。"],
  ["{ node @skip { id } }", "指令 @skip 缺少必填参数 if（Boolean!）。"],
  ["{ node @skip(unless: true, if: true) { id } }", "指令 @skip 没有参数 unless。"],
  ["{ node @cached { id } }", "没有指令 @cached。"],
  ["query @skip(if: true) { node { id } }", "指令 @skip 不能用在这里（QUERY）。"],
  ["{ node @skip(if: true) @skip(if: true) { id } }", "指令 @skip 在一处只能用一次。"],
  ["query ($a: Int) { organisation(id: $a) { id } }", "变量 $a 是 Int 类型，这里要 ID! 类型。"],
  ["{ organisation(id: $a) { id } }", "变量 $a 没有声明。"],
  ["query ($a: Int) { node { id } }", "变量 $a 声明了却没有用到。"],
  ["query ($a: Node) { any { __typename @skip(if: $a) } }", "变量 $a 不能是 Node 类型，要用输入类型。"],
  ["query ($a: Int, $a: Int) { organisation(id: 1) { size(unit: $a) } }", "$a 重复了，只能有一个。"],
  ["query ($a: Strin) { organisation(id: $a) { id } }", "没有类型 Strin。"],
  ["{ node { ...f } }", "没有片段 f。"],
  ["{ node { id } } fragment f on Node { id }", "片段 f 没有用到。"],
  ["{ node { ...f } } fragment f on Node { ...f }", "片段 f 引用了自己。"],
  ["{ any { ... on Other { id } } }", "这里的对象是 Union 类型，不可能是 Other 类型。"],
  ["{ any { ... on Kind { id } } }", "片段不能用在 Kind 类型上。"],
  ["{ node { a: id a: __typename } }", "同名字段 a 互相冲突，请给其中一个起别名。"],
  ["{ node { id } } query B { node { id } }", "有几个操作时，每个都要有名字。"],
  ["query A { node { id } } query A { node { id } }", "A 重复了，只能有一个。"],
  ["{ node { id } } type A { b: Int }", "查询里只能有操作和片段，不能有 A 的定义。"],
  ["{ organisation(id: 1, kind: PRISON) { id } }", "Kind 没有这个枚举值。"],
  ['{ organisation(id: 1, kind: "SCHOOL") { id } }', "应为枚举 Kind 的值。"],
  ["{ organisation(id: 1.5) { id } }", "值不合规，应为 ID 类型。"],
  ["{ organisation(id: 1) { size(unit: 5000000000) } }", "整数超出范围（−2147483648 至 2147483647）。"],
  ["{ organisation(id: null) { id } }", "值不合规，应为 ID! 类型。"],
  ["{ organisation(id: 1, in: {}) { id } }", "缺少必填字段 In.text（String!）。"],
  ['{ organisation(id: 1, in: { text: "", colour: 1 }) { id } }', "输入类型 In 没有字段 colour。"],
  ["mutation { pick(one: { a: 1, b: 2 }) }", "One 要且只要填一个字段。"],
  ["mutation { pick(one: { a: null }) }", "字段 One.a 不能为空。"],
  [
    `{ __schema { types ${"{ fields { type ".repeat(4)}{ name }${" } }".repeat(4)} } }`,
    "查看数据模式的查询嵌套过深。",
  ],
])("%s: %s", (query, sentence) => {
  const [first = ""] = told(query);
  expect(first.slice(0, sentence.length)).toBe(sentence);
  expect(first).toMatch(/[.a-z]$/);
});

test.each<[declared: string, variables: Record<string, unknown>, sentence: string]>([
  ["$id: ID!", {}, "缺少必填变量 $id（ID!）。"],
  ["$id: ID!", { id: null }, "变量 $id（ID!）不能为空。"],
  ["$n: Int", { n: "13812345678" }, "变量 $n 的值不对：值不合规，应为 Int 类型。"],
  ["$n: Int", { n: 1e10 }, "变量 $n 的值不对：整数超出范围"],
  ["$in: In", { in: "13812345678; x" }, "变量 $in 的值不对：值不合规，应为 In 类型。"],
  ["$in: In", { in: { size: 1 } }, "变量 $in 的值不对：缺少必填字段 text（String!）。"],
  [
    "$in: In",
    { in: { text: "", inner: { text: null } } },
    "变量 $in.inner.text 的值不对：应为 String! 类型，不能为空。",
  ],
  ["$in: In", { in: { text: "", kind: 'a"; 13812345678' } }, "变量 $in.kind 的值不对：Kind 没有这个枚举值。"],
  ["$in: In", { in: { text: "", colour: 1 } }, "变量 $in 的值不对：输入类型 In 没有字段 colour。"],
  ["$one: One", { one: {} }, "变量 $one 的值不对：One 要且只要填一个字段。"],
])("a variable %s with %j: %s", (declared, variables, sentence) => {
  const [first = ""] = toldOf(declared, variables);
  expect(first).toContain(sentence);
  expect(first).not.toContain("13812345678");
});

test("similar names are told to who may know the schema, and to nobody else", () => {
  const typo = "{ organisation(id: 1) { nam } }";
  expect(told(typo, true)).toEqual([
    '类型 Organisation 没有字段 nam。是不是要写 name？Cannot query field "nam" on type "Organisation". Did you mean "name"?',
  ]);
  expect(told("{ any { name } }", true)[0]).toContain("是不是要用内联片段 ... on Organisation？");
  const variables = { kind: "SCHOOLS" };
  expect(toldOf("$kind: Kind", variables, true)[0]).toContain("是不是要写 SCHOOL？");
  for (const message of [...told(typo), ...told("{ any { name } }"), ...toldOf("$kind: Kind", variables)]) {
    expect(message).not.toMatch(/是不是|Did you mean|SCHOOL/);
  }
});

test("a name as long as a book is not echoed", () => {
  const long = "a".repeat(90_000);
  const queries = [`{ ${long} }`, `{ node { ...${long} } }`, `query ($${long}: Int) { node { id } }`];
  for (const query of queries) expect(told(query, true).join().length).toBeLessThan(600);
  expect(toldOf("$in: In", { in: { text: "", [long]: 1 } }).join().length).toBeLessThan(600);
});

test("what was sent to make reading it slow is read as fast", () => {
  const start = performance.now();
  for (const part of ["; ", ' at "', " cannot represent a", '"', " Did you mean "]) {
    const value = part.repeat(100_000 / part.length);
    translateError({ message: `Variable "$a" got invalid value "${value}"; ${value}` }, true);
    translateError({ message: value }, true);
  }
  expect(performance.now() - start).toBeLessThan(500);
});

test("what is not known gets a Chinese lead-in, what is Chinese stays", () => {
  expect(translateError({ message: "Something new." }, true)).toBe("查询不合规。Something new.");
  expect(translateError({ message: "文字中含有不能保存的字符。" }, true)).toBe("文字中含有不能保存的字符。");
});
