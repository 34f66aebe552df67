import { composeSupergraph } from "./compose-supergraph.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;
const owner = `${LINK}
  type Query { unit: Unit }
  "单位。" type Unit @key(fields: "id") { id: ID! name: String }`;

test("subgraphs that agree compose", () => {
  const other = `${LINK} type Unit @key(fields: "id") { id: ID! needs: Int }`;
  expect(composeSupergraph({ owner, other })).toMatchObject({
    sdl: expect.stringContaining("needs") as string,
  });
});

test("a type described in two ways is a problem", () => {
  const other = `${LINK} "成员单位。" type Unit @key(fields: "id") { id: ID! needs: Int }`;
  expect(composeSupergraph({ owner, other })).toMatchObject({
    problems: [expect.stringContaining("INCONSISTENT_DESCRIPTION")],
  });
});

test("an input that would silently lose a field is a problem", () => {
  const one = `${owner} type Mutation { a(in: PageInput): Int } input PageInput { first: Int after: String }`;
  const other = `${LINK} type Mutation { b(in: PageInput): Int } input PageInput { first: Int }`;
  expect(composeSupergraph({ one, other })).toMatchObject({
    problems: [expect.stringContaining("INCONSISTENT_INPUT_OBJECT_FIELD")],
  });
});

test("every composition error is told", () => {
  const other = `${LINK} type Query { unit: Unit } type Unit @key(fields: "id") { id: ID! name: Int }`;
  const result = composeSupergraph({ owner, other });
  expect("problems" in result && result.problems.length).toBeGreaterThan(1);
});
