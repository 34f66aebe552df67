import { Engine } from "../engine/engine.ts";
import { PLANNERS } from "../engine/planning/planner.ts";
import { smallSupergraph } from "../testing/small-supergraph.ts";
import { planTreeOf } from "./plan-tree.ts";
import type { PlanTree } from "./plan-view.ts";

async function planned(source: string, planner: (typeof PLANNERS)[number] = "hive"): Promise<PlanTree> {
  const call = (): never => {
    throw new Error("A plan was carried out.");
  };
  const engine = await Engine.create({ supergraphSdl: smallSupergraph(), planner, call });
  const operation = await engine.prepare(source, null);
  if ("errors" in operation) throw new Error("The operation is not valid.");
  return planTreeOf(operation.plan);
}

test.each(PLANNERS)(
  "%s: a plan names the subgraphs in order, what is asked, and the keys",
  async (planner) => {
    expect(await planned("{ needs { title unit { name } } }", planner)).toMatchObject({
      kind: "sequence",
      title: "2 步 steps",
      children: [
        { kind: "fetch", title: "needs", subgraph: "resources", children: [] },
        {
          kind: "entities",
          title: "Organisation(id)",
          subgraph: "organisations",
          paths: ["needs[].unit"],
          operation: expect.stringContaining("\n") as string,
        },
      ],
    });
  },
);

test("what is done at once and what hangs on a variable can be told apart", async () => {
  const tree = await planned(
    "query ($x: Boolean!) { needs { title } organisations { name needs @include(if: $x) { title } } }",
  );
  const kinds = (step: PlanTree): string[] => [step.kind, ...step.children.flatMap(kinds)];
  const titles = (step: PlanTree): string[] => [step.title, ...step.children.flatMap(titles)];
  expect(kinds(tree)).toContain("parallel");
  expect(titles(tree)).toContain("$x 为真 is true");
});

test("a question about the schema alone asks no subgraph", async () => {
  expect(await planned("{ __schema { queryType { name } } }")).toMatchObject({ children: [] });
});
