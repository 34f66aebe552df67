import type { Viewer } from "@gongjian/shared/viewer";
import { composeSupergraph } from "../compose/compose-supergraph.ts";
import { CostModel } from "./cost-model.ts";
import { readLimits } from "./limits.ts";
import { RequestGuard } from "./request-guard.ts";
import { faultOf } from "./variables.ts";

const viewer: Viewer = { role: "SECRETARIAT", subject: "tester", unitId: null, areaCode: null };
const times = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(" ");

/** The cost of an operation, or the code with which it is refused. */
type Price = (query: string, variables?: object) => number | string;

function priceIn(supergraphSdl: string, overrides?: string): Price {
  const limits = readLimits(overrides);
  const guard = new RequestGuard(new CostModel(supergraphSdl, limits), limits);
  return (query, variables = {}) => {
    try {
      return guard.check({ query, variables }, viewer).cost;
    } catch (error) {
      expect(error).toMatchObject({ status: 400 });
      return (error as { code: string }).code;
    }
  };
}

const price = priceIn(`
  type Query { area: Area areas(first: Int! = 20): AreaConnection! supplies: [Supply!]! }
  type AreaConnection { nodes: [Area!]! edges: [AreaEdge!]! totalCount: Int }
  type AreaEdge { node: Area! }
  type Area { parent: Area children: [Area!]! needs(first: Int! = 20): NeedConnection }
  type NeedConnection { nodes: [Need!]! }
  type Need { id: ID candidates(first: Int = 10): CandidateConnection! }
  type CandidateConnection { nodes: [Candidate!]! }
  type Candidate { need: Need }
  union Supply = Area | Need`);

const page = (first: string, below = "id"): string =>
  `areas(first: ${first}) { nodes { needs(first: ${first}) { nodes { ${below} } } } }`;
const judged = "candidates(first: 1) { nodes { id } }";
const family = (rounds: number): string =>
  `{ area { ${"parent { children { ".repeat(rounds)}id${" } }".repeat(rounds)} } }`;

test.each([
  ["pages of 100 in pages of 100, and what is judged", `{ ${page("100", judged)} }`, {}],
  ["by a variable", `query ($n: Int!) { ${page("$n", judged)} }`, { n: 100 }],
  ["by a variable's default", `query ($n: Int = 100) { ${page("$n", judged)} }`, {}],
  ["by a fragment", `{ ...f } fragment f on Query { ${page("100", judged)} }`, {}],
  [
    "by pages of no stated size",
    "{ areas { nodes { needs { nodes { candidates { nodes { id } } } } } } }",
    {},
  ],
  ["through plain lists, to and fro", family(6), {}],
  ["by aliases", `{ ${times(20, (index) => `a${index}: ${page("25")}`)} }`, {}],
])("more objects than one answer should hold, %s: refused", (_how, source, variables) => {
  expect(price(source, variables)).toBe("QUERY_TOO_EXPENSIVE");
});

test.each([
  ["a page of 100 in a page of 100", `{ ${page("100")} }`, {}],
  ["by the size that the variable has", `query ($n: Int = 100) { ${page("$n", judged)} }`, { n: 10 }],
  [
    "candidates",
    "{ area { needs(first: 50) { nodes { candidates(first: 20) { nodes { need { id } } } } } } }",
    {},
  ],
  ["an area's children", "{ area { children { children { children { children { id } } } } } }", {}],
  ["to and fro", family(2), {}],
])("what people look at is not too expensive: %s", (_kind, source, variables) => {
  expect(price(source, variables)).toBeGreaterThan(0);
});

test("each object counts one, a page's wrappers nothing, a field's own work once", () => {
  expect(price("{ area { needs(first: 3) { nodes { id } } } }")).toBe(1 + 1 + 3);
  expect(price("{ areas(first: 3) { edges { node { parent { needs { totalCount } } } } } }")).toBe(
    1 + 3 * (1 + 1 + 1),
  );
  expect(
    price("{ area { needs(first: 2) { nodes { candidates(first: 4) { nodes { need { id } } } } } } }"),
  ).toBe(1 + 1 + 2 * (1 + 100 + 1 + 4 * 2));
  expect(price("{ area { children { id } } }")).toBe(1 + 5);
});

test("an object of a union is of one type, so only the dearest counts", () => {
  expect(
    price("{ supplies { ... on Area { parent { parent { parent { id } } } } ... on Need { id } } }"),
  ).toBe(5 * 4);
});

test("sizes beyond all numbers are refused, not added up", () => {
  const query = `query ($n: Int!) { ${page("$n")} }`;
  for (const n of [1e308, Infinity, Number.MAX_SAFE_INTEGER])
    expect(price(query, { n })).toBe("QUERY_TOO_EXPENSIVE");
  for (const n of [-1e308, 0, "100", [100], { n: 100 }, null])
    expect(typeof price(query, { n })).toBe("number");
});

const LINK = "https://specs.apollo.dev/federation/v2.9";

function composed(imports: string, sdl: string): string {
  const result = composeSupergraph({ a: `extend schema @link(url: "${LINK}", import: [${imports}]) ${sdl}` });
  if ("problems" in result) throw new Error(result.problems.join());
  return result.sdl;
}

const WEIGHED = (cost: string, listSize: string): string => `
  type Query {
    plain: Thing
    pair: [Thing!]! ${listSize}(assumedSize: 2)
    page(first: Int, last: Int): ThingPage ${listSize}(slicingArguments: ["first", "last"], sizedFields: ["nodes"])
    usual(first: Int! = 4): [Thing!]! ${listSize}(slicingArguments: ["first"])
    loose(first: Int): [Thing!]! ${listSize}(slicingArguments: ["first"], assumedSize: 6, requireOneSlicingArgument: false)
    asked(by: Asking, deep: Boolean ${cost}(weight: 50)): Thing ${cost}(weight: 20)
    any: Shape
    candidates: Int ${cost}(weight: 3)
  }
  type ThingPage { nodes: [Thing!]! names: [String!]! }
  type Thing ${cost}(weight: 7) { id: ID! colour: Colour parts: [Thing!]! ${listSize}(assumedSize: 3) }
  enum Colour ${cost}(weight: 2) { RED }
  input Asking { text: String ${cost}(weight: 5) and: [Asking!] }
  interface Shape { sides: [Thing!]! }
  type Square implements Shape { sides: [Thing!]! ${listSize}(assumedSize: 4) }
  type Line implements Shape { sides: [Thing!]! ${listSize}(assumedSize: 2) }`;

describe.each([
  ["imported", '"@cost", "@listSize"', "@cost", "@listSize"],
  ["renamed", '{ name: "@cost", as: "@price" }, { name: "@listSize", as: "@long" }', "@price", "@long"],
  ["not imported", '"@key"', "@federation__cost", "@federation__listSize"],
])("@cost and @listSize, %s", (_how, imports, cost, listSize) => {
  const weigh = priceIn(composed(imports, WEIGHED(cost, listSize)));

  const rows: [query: string, cost: number | string, variables?: object][] = [
    ["{ plain { id } }", 7],
    ["{ plain { id colour } }", 7 + 2],
    ["{ pair { id } }", 2 * 7],
    ["{ pair { parts { id } } }", 2 * (7 + 3 * 7)],
    ["{ page(first: 10) { nodes { id } names } }", 1 + 10 * 7],
    ["query ($n: Int) { page(last: $n) { nodes { id } } }", 1 + 12 * 7, { n: 12 }],
    ["{ page(first: 10) { ...f } } fragment f on ThingPage { nodes { id } }", 1 + 10 * 7],
    ["{ usual { id } }", 4 * 7],
    ["{ usual(first: 9) { id } }", 9 * 7],
    ["{ loose { id } }", 6 * 7],
    ["{ asked { id } }", 20],
    ["{ asked(deep: true) { id } }", 20 + 50],
    ['{ asked(by: { text: "a", and: [{ text: "b" }, {}] }) { id } }', 20 + 5 + 5],
    [
      "query ($by: Asking) { asked(by: $by) { id } }",
      20 + 5 + 5,
      { by: { and: [{ text: "" }, { text: "" }] } },
    ],
    ["{ any { sides { id } } }", 1 + 4 * 7],
    ["{ candidates }", 3],
    ["{ page { nodes { id } } }", "PAGE_SIZE_NEEDED"],
    ["{ page(first: 1, last: 1) { nodes { id } } }", "PAGE_SIZE_NEEDED"],
    ["query ($n: Int) { page(first: $n) { nodes { id } } }", "PAGE_SIZE_NEEDED"],
    ["{ page(first: 100000) { nodes { id } } }", "QUERY_TOO_EXPENSIVE"],
  ];
  test.each(rows.map(([query, expected, variables = {}]) => [query, expected, variables] as const))(
    "%s costs %s",
    (query, expected, variables) => {
      expect(weigh(query, variables)).toBe(expected);
    },
  );
});

test("the size of a page may stand inside an input object", () => {
  const weigh = priceIn(`
    directive @listSize(assumedSize: Int, slicingArguments: [String!]) on FIELD_DEFINITION
    type Query { things(page: Page): [Thing!]! @listSize(slicingArguments: ["page.size"]) }
    input Page { size: Int }
    type Thing { id: ID }`);
  expect(weigh("{ things(page: { size: 30 }) { id } }")).toBe(30);
  expect(weigh("query ($page: Page) { things(page: $page) { id } }", { page: { size: 40 } })).toBe(40);
  expect(weigh("query ($size: Int = 50) { things(page: { size: $size }) { id } }")).toBe(50);
});

test("limits are those of the environment, and a mistake in them is explained", () => {
  const strict = priceIn("type Query { a: A } type A { a: A }", '{ "depth": 3, "work": { "a": 10 } }');
  expect(strict("{ a { a { a } } }")).toBe(3 * 11);
  expect(strict("{ a { a { a { a } } } }")).toBe("QUERY_TOO_DEEP");
  expect(readLimits('{ "pointsPerMinute": { "PUBLIC": 5 } }').pointsPerMinute).toMatchObject({
    PUBLIC: 5,
    ADMIN: 600_000,
  });
  expect(() => readLimits('{ "dept": 3 }')).toThrow(/GONGJIAN_LIMITS.*dept/s);
  expect(() => readLimits('{ "depth": 0 }')).toThrow(/GONGJIAN_LIMITS.*depth/s);
  expect(() => readLimits('{ "pointsPerMinute": { "KING": 1 } }')).toThrow(/GONGJIAN_LIMITS.*KING/s);
  expect(() => readLimits("depth=3")).toThrow(/GONGJIAN_LIMITS must be a JSON object/);
});

test("a checked request says what it is", () => {
  const guard = new RequestGuard(
    new CostModel("type Query { a: A } type A { a: A } type Mutation { b: Int }"),
  );
  const query = "query A { a { __typename } } mutation B { b }";
  const checked = guard.check({ query, operationName: "B", variables: null }, viewer);
  expect(checked).toMatchObject({
    query,
    operationName: "B",
    variables: {},
    cost: 0,
    introspects: false,
    isMutation: true,
  });
  expect(
    guard.check({ query: "{ a { a { a } } }", operationName: "" }, viewer).operationName,
  ).toBeUndefined();
  expect(() => guard.check({ query, operationName: 1 }, viewer)).toThrow("operationName");
  expect(() => guard.check({ query: "query A { a } query A { a }", operationName: "A" }, viewer)).toThrow(
    "operationName",
  );
});

test("deep variables are seen without following them to the end", () => {
  const deep: unknown = JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);
  expect(faultOf(deep, 12)).toBe("TOO_DEEP");
  expect(faultOf({ a: [{ b: 1 }] }, 3)).toBeNull();
  expect(faultOf({ a: [{ b: 1 }] }, 2)).toBe("TOO_DEEP");
});
