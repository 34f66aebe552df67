import { hostile, hostileJson, type HostileRequest } from "./hostile-request.ts";

const query = "{ areas(first: 1) { nodes { code } } }";
const withVariables = "query ($code: ID!) { area(code: $code) { name } }";
const input = "mutation ($input: ProjectiseInput!) { projectise(input: $input) { __typename } }";
const many = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index));
const nested = (levels: number, open: string, close: string): string =>
  open.repeat(levels) + close.repeat(levels);

const bodies = (
  [
    ["an empty body", ""],
    ["spaces", " ".repeat(90_000)],
    ["null", "null"],
    ["true", "true"],
    ["a number", "1e400"],
    ["a string", '"{ __typename }"'],
    ["an empty list", "[]"],
    ["a batch of 1,000", JSON.stringify(many(1_000, () => ({ query })))],
    ["lists in lists", nested(45_000, "[", "]")],
    ["objects in objects", `${'{"a":'.repeat(15_000)}1${"}".repeat(15_000)}`],
    ["lists that do not end", "[".repeat(90_000)],
    ["JSON that breaks off", '{"query":"{ a'],
    ["a comma too many", '{"query":"{ __typename }",}'],
    ["comments", '{/* a */"query":"{ __typename }"}'],
    ["single quotes", "{'query':'{ __typename }'}"],
    ["NaN", '{"query":"{ __typename }","variables":{"a":NaN}}'],
    ["a byte order mark", `\ufeff{"query":"{ __typename }"}`],
    ["UTF-16", Buffer.from('{"query":"{ __typename }"}', "utf16le")],
    ["bytes that are no UTF-8", Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    [
      "overlong UTF-8",
      Buffer.concat([Buffer.from('{"query":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')]),
    ],
    ["a prototype", '{"query":"{ __typename }","__proto__":{"isAdmin":true}}'],
    ["a constructor", '{"query":"{ __typename }","constructor":{"prototype":{"isAdmin":true}}}'],
    ["the query twice", '{"query":"{ __typename }","query":"{ __schema { types { name } } }"}'],
    ["110 KB", JSON.stringify({ query, x: "a".repeat(110_000) })],
    ["10 MB", Buffer.alloc(10_000_000, "a")],
    ["10,000 names", JSON.stringify({ query, ...Object.fromEntries(many(8_000, (i) => [`k${i}`, 1])) })],
    ["a form", "query=%7B__typename%7D"],
    ["numbers without end", `{"query":"{ __typename }","variables":{"a":${"9".repeat(90_000)}}}`],
    ["escapes without end", `{"query":"${"\\u0061".repeat(15_000)}"}`],
  ] as const
).map(([kind, body]) => hostile(`body: ${kind}`, { body }));

const requests = (
  [
    ["no query", {}],
    ["a query that is null", { query: null }],
    ["a query that is a number", { query: 1 }],
    ["a query that is a list", { query: ["{ __typename }"] }],
    ["a query that is a document", { query: { kind: "Document", definitions: [] } }],
    ["an empty query", { query: "" }],
    ["variables as text", { query, variables: "{}" }],
    ["variables as a list", { query, variables: [] }],
    ["variables as a number", { query, variables: 7 }],
    ["a name that is a number", { query, operationName: 1 }],
    ["a name that is an object", { query, operationName: {} }],
    ["a name of 90 KB", { query, operationName: "a".repeat(90_000) }],
    ["a name that is not there", { query: "query A { __typename }", operationName: "B" }],
    ["the name __proto__", { query: "query A { __typename }", operationName: "__proto__" }],
    ["the name constructor", { query: "query A { __typename }", operationName: "constructor" }],
    [
      "a stored query that is not stored",
      { extensions: { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } } },
    ],
    ["extensions that are text", { query, extensions: "x" }],
  ] as const
).map(([kind, body]) => hostileJson(kind, body));

const deep = (levels: number): unknown => JSON.parse(nested(levels, "[", "]"));

const variables = (
  [
    ["nested 3,000 deep", withVariables, { code: deep(3_000) }],
    ["nested 12 deep", withVariables, { code: deep(11) }],
    ["a list of 30,000", withVariables, { code: many(30_000, () => 1) }],
    ["an object of 8,000", withVariables, { code: Object.fromEntries(many(8_000, (i) => [`k${i}`, i])) }],
    ["90 KB of text", withVariables, { code: "a".repeat(90_000) }],
    ["SQL", withVariables, { code: "'; drop table area; --" }],
    ["a NUL", withVariables, { code: "\0" }],
    ["half a character", withVariables, { code: "\ud800" }],
    ["text that turns around", withVariables, { code: "\u202e\u2066\u200b\ufeff" }],
    ["a wrong type", withVariables, { code: { toString: "x" } }],
    ["a number beyond all", "query ($n: Int!) { areas(first: $n) { nodes { code } } }", { n: 1e308 }],
    ["a negative page", "query ($n: Int!) { areas(first: $n) { nodes { code } } }", { n: -1 }],
    ["a huge page", "query ($n: Int!) { areas(first: $n) { nodes { code } } }", { n: 2_147_483_647 }],
    ["a page that is text", "query ($n: Int!) { areas(first: $n) { nodes { code } } }", { n: "100" }],
    [
      "a cursor of 90 KB",
      "query ($a: String) { areas(after: $a) { nodes { code } } }",
      { a: "a".repeat(90_000) },
    ],
    [
      "a cursor that is SQL",
      "query ($a: String) { areas(after: $a) { nodes { code } } }",
      { a: "' or 1=1 --" },
    ],
    ["8,000 variables nobody declared", query, Object.fromEntries(many(8_000, (i) => [`v${i}`, i]))],
    ["a name of 90 KB", withVariables, { ["a".repeat(90_000)]: 1 }],
    [
      "an input of 2,000 unknown fields",
      input,
      { input: Object.fromEntries(many(2_000, (i) => [`f${i}`, i])) },
    ],
    ["an input of 20,000 ids", input, { input: { needIds: many(20_000, (i) => i) } }],
    ["20,000 wrong ids", input, { input: { needIds: many(20_000, () => ({})) } }],
    ["20,000 nulls where none may be", input, { input: { needIds: many(18_000, () => null) } }],
    [
      "an import of empty rows",
      "mutation ($i: ImportListInput!) { importList(input: $i) { __typename } }",
      { i: { heading: [], rows: many(20_000, () => []) } },
    ],
    [
      "an enum that is none",
      "query ($l: AreaLevel) { areas(level: $l) { nodes { code } } }",
      { l: "x".repeat(90_000) },
    ],
  ] as const
).map(([kind, text, values]) => hostileJson(`variables: ${kind}`, { query: text, variables: values }));

const prototypes = [
  '{"__proto__":{"code":"x"}}',
  '{"constructor":{"prototype":{"code":"x"}}}',
  '{"code":{"__proto__":null}}',
].map((values) =>
  hostile(`variables: ${values}`, {
    body: `{"query":${JSON.stringify(withVariables)},"variables":${values}}`,
  }),
);

/** Hostile in JSON: what is no request, and variables that are no values. */
export const JSON_REQUESTS: readonly HostileRequest[] = [...bodies, ...requests, ...variables, ...prototypes];
