import { getIntrospectionQuery } from "graphql";
import { checkDocument } from "./check-document.ts";
import { LIMITS } from "./limits.ts";
import { nestingOf } from "./nesting.ts";

const nested = (levels: number): string => `{ ${"a { ".repeat(levels - 1)}a${" }".repeat(levels - 1)} }`;
const times = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(" ");
const lists = (levels: number): string => `{ a(in: ${"[".repeat(levels)}1${"]".repeat(levels)}) }`;
/** Each fragment spreads the next one twice: 2^count fields. */
const doubling = (count: number): string =>
  `{ ...f0 } ${times(count, (index) => `fragment f${index} on Query { ...f${index + 1} ...f${index + 1} }`)}
   fragment f${count} on Query { a { b } }`;
const chain = (count: number): string =>
  `{ ...f0 } ${times(count, (index) => `fragment f${index} on Query { ...f${index + 1} }`)} fragment f${count} on Query { a }`;

function codeOf(source: string): string | null {
  try {
    checkDocument(source, LIMITS);
    return null;
  } catch (error) {
    expect(error).toMatchObject({ status: 400 });
    return (error as { code: string }).code;
  }
}

const refusals: [kind: string, source: string, code: string][] = [
  ["50 list literals in each other, 426 bytes that would hang the planner", lists(50), "QUERY_TOO_DEEP"],
  ["a literal one level too deep", lists(LIMITS.literalDepth + 1), "QUERY_TOO_DEEP"],
  ["objects in each other", `{ a(in: ${"{ a: ".repeat(7)}1${" }".repeat(7)}) }`, "QUERY_TOO_DEEP"],
  [
    "a deep default of a variable",
    `query ($a: [I] = ${"[".repeat(7)}1${"]".repeat(7)}) { a }`,
    "QUERY_TOO_DEEP",
  ],
  ["a deep literal in a directive", `{ a @x(y: ${"[".repeat(7)}1${"]".repeat(7)}) }`, "QUERY_TOO_DEEP"],
  ["20 reused fragments that explode", doubling(20), "QUERY_TOO_COMPLEX"],
  ["a chain of 3,000 fragments", chain(3_000), "QUERY_TOO_LONG"],
  ["a chain of 200 fragments", chain(200), "QUERY_TOO_COMPLEX"],
  [
    "fragments in a circle",
    "{ ...a } fragment a on Q { ...b } fragment b on Q { ...a }",
    "QUERY_FRAGMENT_CYCLE",
  ],
  ["a fragment that spreads itself", "{ a } fragment a on Q { a { ...a } }", "QUERY_FRAGMENT_CYCLE"],
  ["17 levels of fields", nested(17), "QUERY_TOO_DEEP"],
  ["17 levels by way of fragments", "{ a { ...f } } fragment f on Q " + nested(16), "QUERY_TOO_DEEP"],
  ["10,000 brackets", "{".repeat(10_000), "QUERY_TOO_DEEP"],
  ["31 aliases", `{ ${times(31, (index) => `a${index}: a`)} }`, "QUERY_TOO_COMPLEX"],
  [
    "6 aliases in an introspection",
    `{ __schema { ${times(6, (index) => `a${index}: types { name }`)} } }`,
    "QUERY_TOO_COMPLEX",
  ],
  ["31 directives", `{ a ${"@x ".repeat(31)} }`, "QUERY_TOO_COMPLEX"],
  ["21 root fields", `{ ${times(21, (index) => `a${index}`)} }`, "QUERY_TOO_COMPLEX"],
  [
    "root fields by way of a fragment",
    `{ ...f ...f } fragment f on Q { ${times(11, (index) => `a${index}`)} }`,
    "QUERY_TOO_COMPLEX",
  ],
  ["the same field again and again", `{ a { ${"b ".repeat(21)} } }`, "QUERY_TOO_COMPLEX"],
  ["2,001 words", `{ a { ${times(2_000, (index) => `b${index}`)} } }`, "QUERY_TOO_LONG"],
  ["no operation", "fragment a on Q { a }", "BAD_REQUEST"],
  ["a subscription", "subscription { a }", "BAD_REQUEST"],
  ["a syntax error", "{ a(", "GRAPHQL_PARSE_FAILED"],
  ["nothing but a comment", "# a", "GRAPHQL_PARSE_FAILED"],
];

test.each(refusals)("%s: refused at once", (_kind, source, code) => {
  const start = performance.now();
  expect(codeOf(source)).toBe(code);
  expect(performance.now() - start).toBeLessThan(200);
});

test("what pages really ask for passes", () => {
  expect(codeOf(nested(16))).toBeNull();
  expect(codeOf(lists(LIMITS.literalDepth))).toBeNull();
  expect(codeOf(doubling(4))).toBeNull();
  expect(codeOf(getIntrospectionQuery({ inputValueDeprecation: true }))).toBeNull();
  const { operations, introspects } = checkDocument(
    'query A { a } query B { __type(name: "A") { name } }',
    LIMITS,
  );
  expect([operations.map(({ name }) => name?.value), introspects]).toEqual([["A", "B"], true]);
});

test("brackets are counted as a reader of GraphQL would", () => {
  expect(nestingOf('{ a(b: "[[[[") }')).toBe(2);
  expect(nestingOf('{ a(b: "\\"[[[[") }')).toBe(2);
  expect(nestingOf('{ a(b: """[[ " \\""" [[""") }')).toBe(2);
  expect(nestingOf("{ a # [[[[\n { b } }")).toBe(2);
  expect(nestingOf('{ a # "\n ((( "')).toBe(4);
  expect(nestingOf("}}}} {")).toBe(1);
});
