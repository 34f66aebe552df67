import type { EntitiesNode, FetchNode } from "../engine/planning/plan.ts";
import { planTreeOf } from "./plan-tree.ts";

const needs: FetchNode = {
  kind: "fetch",
  subgraph: "resources",
  operation: "{needs{__typename title unit{__typename id}}}",
  isMutation: false,
  variables: [],
  path: [],
  rewrites: [],
};

const units: EntitiesNode = {
  kind: "entities",
  subgraph: "organisations",
  operation: "query($r:[_Any!]!){_entities(representations:$r){...on Organisation{name}}}",
  variables: [],
  groups: [
    {
      key: "_entities",
      variable: "r",
      paths: [[{ field: "needs" }, "@", { field: "unit" }, { types: ["Organisation"] }]],
      requires: [
        {
          type: "Organisation",
          selections: [
            { source: "__typename", target: "__typename", selections: null },
            { source: "id", target: "id", selections: null },
            {
              source: "area",
              target: "area",
              selections: [{ source: "code", target: "code", selections: null }],
            },
          ],
        },
      ],
      inputRewrites: [],
      outputRewrites: [],
    },
  ],
};

test("a plan names the subgraphs in order, what each is asked, and by which keys objects are told apart", () => {
  expect(planTreeOf({ kind: "sequence", nodes: [needs, units] })).toEqual({
    kind: "sequence",
    title: "2 步 steps",
    children: [
      {
        kind: "fetch",
        title: "needs",
        subgraph: "resources",
        operation:
          "{\n  needs {\n    __typename\n    title\n    unit {\n      __typename\n      id\n    }\n  }\n}",
        children: [],
      },
      {
        kind: "entities",
        title: "Organisation(id area(code))",
        subgraph: "organisations",
        operation: expect.stringContaining("... on Organisation {\n") as string,
        paths: ["needs[].unit<Organisation>"],
        children: [],
      },
    ],
  });
});

test("what hangs on a variable says on which of its values", () => {
  const only = planTreeOf({ kind: "condition", variable: "x", then: null, otherwise: units });
  expect([only.title, only.children.map(({ kind }) => kind)]).toEqual(["$x 为假 is false", ["entities"]]);

  const both = planTreeOf({ kind: "condition", variable: "x", then: needs, otherwise: units });
  expect(both.children.map(({ title }) => title)).toEqual(["$x 为真 is true", "$x 为假 is false"]);
});

test("an operation about the schema alone asks no subgraph", () => {
  expect(planTreeOf(null).children).toEqual([]);
});
