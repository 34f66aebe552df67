import { getIntrospectionQuery } from "graphql";
import { hostileJson, type HostileRequest } from "./hostile-request.ts";

const times = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(" ");
const nested = (levels: number, open: string, inner: string, close: string): string =>
  open.repeat(levels) + inner + close.repeat(levels);
const areas = (inner: string, first = 1): string => `areas(first: ${first}) { nodes { ${inner} } }`;
const fragments = (count: number, part: (index: number) => string): string =>
  times(count, (index) => `fragment f${index} on Area { ${part(index)} }`);
/** `{ areas(first: 100) { nodes { needs(first: 100) { … } } } }`, so many levels deep. */
const pages = (levels: number): string =>
  `{ ${nested(levels, "areas(first: 100) { nodes { needs(first: 100) { nodes { area { ", "code", " } } } } }")} }`;

const WHOLE_SCHEMA = getIntrospectionQuery()
  .slice(getIntrospectionQuery().indexOf("__schema"))
  .replace(/\}\s*fragment[^]*$/, "")
  .replaceAll("...FullType", "name fields { name args { name type { name } } type { name ofType { name } } }")
  .replaceAll("...InputValue", "name type { name }");

type Document = readonly [kind: string, query: string];

const deep: readonly Document[] = [
  ["brackets without end", "{".repeat(50_000)],
  ["brackets that are closed", nested(20_000, "{a", "", "}")],
  ["round brackets", `{ a${"(".repeat(30_000)} }`],
  ["square brackets", `{ a(b: ${nested(20_000, "[", "1", "]")}) }`],
  ["brackets in a string", `{ area(code: "${"[{(".repeat(20_000)}") { name } }`],
  ["brackets in a comment", `# ${"[{(".repeat(20_000)}\n{ __typename }`],
  ["brackets behind a string that does not end", `{ area(code: "${"{".repeat(30_000)}`],
  ["quotes without end", '"'.repeat(60_000)],
  ["block quotes without end", '"""'.repeat(20_000)],
  ["escaped block quotes", `{ area(code: """${'\\"""'.repeat(20_000)}""") { name } }`],
  ["17 levels of parents", `{ area(code: "1") { ${nested(17, "parent { ", "code", " }")} } }`],
  ["39 levels", `{ area(code: "1") { ${nested(37, "parent { ", "code", " }")} } }`],
  [
    "a literal of 50 lists, which hangs a planner",
    `{ needs(filter: ${nested(25, "[{ text: ", "1", " }]")}) { nodes { id } } }`,
  ],
  ["a literal of 7 objects", `{ needs(filter: ${nested(7, "{ a: ", "1", " }")}) { nodes { id } } }`],
  ["a type of 35 lists", `query ($a: ${nested(35, "[", "Int", "]")}) { __typename }`],
  ["a default of 30 lists", `query ($a: [Int] = ${nested(30, "[", "1", "]")}) { __typename }`],
  ["a literal in a directive", `{ __typename @skip(if: ${nested(30, "[", "1", "]")}) }`],
];

const spreading: readonly Document[] = [
  [
    "fragments that double 20 times",
    `{ ${areas("...f0")} } ${fragments(20, (i) => `...f${i + 1} ...f${i + 1}`)} fragment f20 on Area { code }`,
  ],
  [
    "fragments that double with aliases",
    `{ ${areas("...f0")} } ${fragments(12, (i) => `a${i}: parent { ...f${i + 1} } b${i}: parent { ...f${i + 1} }`)} fragment f12 on Area { code }`,
  ],
  [
    "a chain of 3,000 fragments",
    `{ ${areas("...f0")} } ${fragments(3_000, (i) => `...f${i + 1}`)} fragment f3000 on Area { code }`,
  ],
  [
    "a chain of 49 fragments",
    `{ ${areas("...f0")} } ${fragments(48, (i) => `...f${i + 1}`)} fragment f48 on Area { code }`,
  ],
  ["a circle of two", `{ ${areas("...f0")} } fragment f0 on Area { ...f1 } fragment f1 on Area { ...f0 }`],
  ["a circle of one", `{ ${areas("...f0")} } fragment f0 on Area { parent { ...f0 } }`],
  ["a circle of 49", `{ ${areas("...f0")} } ${fragments(49, (i) => `...f${(i + 1) % 49}`)}`],
  [
    "a circle that nothing leads to",
    `{ ${areas("code")} } fragment f0 on Area { ...f1 } fragment f1 on Area { ...f0 }`,
  ],
  [
    "a circle of inline fragments",
    `{ ${areas(nested(15, "... on Area { ", "...f0", " }"))} } fragment f0 on Area { ... { ...f0 } }`,
  ],
  ["49 fragments nobody uses", `{ ${areas("code")} } ${fragments(49, () => "code")}`],
  [
    "one fragment 20 times",
    `{ ${areas(times(20, () => "...f0"))} } fragment f0 on Area { ${times(20, (i) => `a${i}: code`)} }`,
  ],
  ["one fragment 300 times", `{ ${areas(times(300, () => "...f0"))} } fragment f0 on Area { code }`],
  [
    "two fragments of one name",
    `{ ${areas("...f0")} } fragment f0 on Area { code } fragment f0 on Area { name }`,
  ],
  ["45 fragments of one name", `{ ${areas("...f")} } ${times(45, () => "fragment f on Area { code }")}`],
  ["a fragment that is not there", `{ ${areas("...gone")} }`],
  ["a fragment on nothing", `{ ${areas("... on Nothing { a }")} }`],
  ["a fragment on a scalar", `{ ${areas("... on Int { a }")} }`],
  ["300 inline fragments", `{ ${areas(times(300, () => "... on Area { code }"))} }`],
  ["a fragment named on", "{ ...on } fragment on on Query { __typename }"],
  [
    "fragments that overlap pair by pair",
    `{ ${areas(times(20, (i) => `...f${i}`))} } ${fragments(20, () => times(19, (j) => `x${j}: name`))}`,
  ],
  [
    "overlaps that multiply",
    `{ ${nested(
      7,
      "areas(first: 1) { nodes { ",
      times(15, () => areas("code")),
      " } }",
    )} }`,
  ],
];

const wide: readonly Document[] = [
  ["1,000 aliases", `{ ${times(400, (i) => `a${i}: area(code: "1") { code }`)} }`],
  ["31 aliases", `{ ${areas(times(31, (i) => `a${i}: code`))} }`],
  ["300 root fields", `{ ${times(300, () => "__typename")} }`],
  ["a field 1,900 times", `{ ${areas(times(1_900, () => "code"))} }`],
  ["a field 20 times, each with fields", `{ ${times(20, () => areas(times(20, () => "code")))} }`],
  [
    "aliases like prototypes",
    `{ __proto__: __typename constructor: __typename toString: __typename hasOwnProperty: __typename }`,
  ],
  [
    "prototypes below",
    `{ ${areas("__proto__: code constructor: name prototype: code valueOf: parent { __proto__: code }")} }`,
  ],
  ["1,000 directives", `{ __typename ${times(900, () => "@skip(if: false)")} }`],
  ["31 directives", `{ __typename ${times(31, () => "@skip(if: false)")} }`],
  ["directives nobody knows", `{ __typename @a @b(c: 1) @deprecated @join__field @inaccessible }`],
  ["@defer and @stream", `{ ... @defer { __typename } areas { nodes @stream { code } } }`],
  ["1,000 variables", `query (${times(600, (i) => `$v${i}: Int`)}) { __typename }`],
  ["one variable 100 times", `query (${times(100, () => "$v: Int")}) { __typename }`],
  ["300 operations", times(300, (i) => `query Q${i} { __typename }`)],
  ["operations of one name", times(50, () => "query Q { __typename }")],
  ["1,000 arguments", `{ area(${times(600, (i) => `a${i}: 1`)}) { name } }`],
  ["one argument 100 times", `{ area(${times(100, () => 'code: "1"')}) { name } }`],
  [
    "an input of 400 fields",
    `mutation { projectise(input: { ${times(400, (i) => `a${i}: 1`)} }) { __typename } }`,
  ],
  [
    "a list of 1,900 literals",
    `mutation { projectise(input: { needIds: [${times(1_800, (i) => String(i))}] }) { __typename } }`,
  ],
  [
    "20 mutations",
    `mutation { ${times(20, (i) => `m${i}: withdrawNeed(input: { id: "x" }) { __typename }`)} }`,
  ],
];

const long: readonly Document[] = [
  ["a name of 90 KB", `{ ${"a".repeat(90_000)} }`],
  ["an alias of 90 KB", `{ ${"a".repeat(90_000)}: __typename }`],
  ["an argument of 90 KB", `{ area(${"a".repeat(90_000)}: 1) { name } }`],
  ["a type of 90 KB", `query ($a: ${"A".repeat(90_000)}) { __typename }`],
  ["a fragment of 90 KB", `{ ...${"a".repeat(90_000)} }`],
  ["a string of 90 KB", `{ area(code: "${"a".repeat(90_000)}") { name } }`],
  ["an enum of 90 KB", `{ areas(level: ${"A".repeat(90_000)}) { nodes { code } } }`],
  ["an operation's name of 90 KB", `query ${"a".repeat(90_000)} { __typename }`],
  ["a number of 90 KB", `{ areas(first: ${"9".repeat(90_000)}) { nodes { code } } }`],
  ["an exponent", "{ areas(first: 1e999999999) { nodes { code } } }"],
  ["a number with zeros before", "{ areas(first: 00000001) { nodes { code } } }"],
  ["minus zero", "{ areas(first: -0) { nodes { code } } }"],
  ["a number too large", "{ areas(first: 99999999999) { nodes { code } } }"],
  ["a string that does not end", '{ area(code: "a'],
  ["a line end in a string", '{ area(code: "a\nb") { name } }'],
  ["an escape that is none", '{ area(code: "\\q\\u{110000}\\ud800") { name } }'],
  ["a NUL", '{ area(code: "\0") { name } }'],
  ["an escaped NUL", String.raw`{ area(code: "\u0000") { name } }`],
  ["a comment of 90 KB", `#${"a".repeat(90_000)}\n{ __typename }`],
  ["20,000 comments", `${"#\n".repeat(20_000)}{ __typename }`],
  ["90,000 commas", `{ __typename ${",".repeat(90_000)} }`],
  ["spaces of all kinds", `{ __typename\u00a0\u2003\ufeff }`],
  ["letters of other alphabets", "{ ареаѕ { nodes { code } } }"],
  ["text that turns around", '{ area(code: "\u202e\u2066") { name } }'],
  ["emoji as names", "{ 😀 }"],
  ["10,000 dots", ".".repeat(10_000)],
  ["words without end", times(20_000, () => "a")],
  ["types of the schema", 'type Query { a: Int } extend schema @link(url: "https://example.org")'],
  ["a subscription", "subscription { areas { nodes { code } } }"],
  ["only a fragment", "fragment a on Query { __typename }"],
  ["only a comment", "# nothing"],
  ["a document of a schema", "schema { query: Query }"],
];

const dear: readonly Document[] = [
  ["pages in pages in pages", pages(2)],
  ["pages in pages, five deep", pages(3)],
  [
    "20 pages of 100",
    `{ ${times(20, (i) => `p${i}: needs(first: 100) { nodes { candidates(first: 10) { nodes { score } } } }`)} }`,
  ],
  [
    "to and fro between areas",
    `{ area(code: "1") { ${nested(7, "children { parent { ", "code", " } }")} } }`,
  ],
  [
    "all that is computed",
    '{ need(id: "x") { whyNot { code } nearby { score: __typename } bundles { __typename } duplicates { __typename } meaning { __typename } candidates(first: 100) { nodes { score } } } }',
  ],
  ["a page of 2^31", "{ needs(first: 2147483647) { nodes { id } } }"],
  ["a page below zero", "{ needs(first: -2147483648) { nodes { id } } }"],
];

const looking: readonly Document[] = [
  [
    "introspection that goes around",
    `{ __schema { types { ${nested(3, "fields { type { fields { type { ", "name", " } } } }")} } } }`,
  ],
  [
    "introspection nested 9 lists deep",
    `{ __schema { types { ${nested(4, "fields { args { type { ofType { ", "name", " } } } }")} } } }`,
  ],
  [
    "20 introspections",
    `{ ${times(20, (i) => `s${i}: __schema { types { fields { args { type { name } } } } }`)} }`,
  ],
  [
    "one introspection 5 times over",
    `{ __schema { ${times(5, (i) => `t${i}: types { fields { args { type { name } } } }`)} } }`,
  ],
  ["2 whole introspections", `{ ${times(2, (i) => `s${i}: ${WHOLE_SCHEMA}`)} }`],
  [
    "one introspection 30 times over",
    `{ __schema { ${times(30, (i) => `t${i}: types { fields { args { type { name } } } }`)} } }`,
  ],
  [
    "names of all types 1,500 times",
    `{ __schema { ${times(20, () => `types { ${times(20, () => "name")} }`)} } }`,
  ],
  [
    "20 introspections of types",
    `{ ${times(20, (i) => `t${i}: __type(name: "Area") { fields { type { ofType { ofType { name } } } } }`)} }`,
  ],
  [
    "introspection with directives",
    getIntrospectionQuery({ directiveIsRepeatable: true, specifiedByUrl: true, oneOf: true }),
  ],
  ["a type of 90 KB", `{ __type(name: "${"A".repeat(90_000)}") { name } }`],
  ["the type __proto__", '{ __type(name: "__proto__") { name } }'],
  [
    "the subgraphs' own fields",
    '{ _service { sdl } _entities(representations: [{ __typename: "Need", id: "1" }]) { __typename } }',
  ],
  ["the supergraph's own types", '{ __type(name: "join__Graph") { enumValues { name } } }'],
  ["an introspection field below", `{ ${areas("__schema { types { name } }")} }`],
];

/** Hostile in GraphQL, most of it valid by the schema of the platform. */
export const DOCUMENT_REQUESTS: readonly HostileRequest[] = [
  ...deep,
  ...spreading,
  ...wide,
  ...long,
  ...dear,
  ...looking,
].map(([kind, query]) => hostileJson(kind, { query }));
