import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SUBGRAPHS, type SubgraphName } from "@gongjian/shared/contracts/lists";
import { composeSupergraph } from "./compose/compose-supergraph.ts";
import { differencesBetween } from "./compose/schema-differences.ts";

const ROOT = join(__dirname, "..", "..");
const SUPERGRAPH = join(ROOT, "gateway", "supergraph.graphql");

/** `compose.ts` writes the supergraph; `compose.ts --check` fails when the committed one is another. */
function main(isCheck: boolean): number {
  const result = composeSupergraph(Object.fromEntries(SUBGRAPHS.map((name) => [name, readSubgraph(name)])));
  if ("problems" in result) {
    for (const problem of result.problems) console.error(`✗ ${problem}`);
    console.error(`${result.problems.length} problem(s): the supergraph is left as it was.`);
    return 1;
  }
  const differences = differencesBetween(readSupergraph(), result.sdl);
  if (!isCheck) writeFileSync(SUPERGRAPH, result.sdl);
  for (const difference of differences) console.log(difference);
  if (isCheck && differences.length > 0) {
    console.error("gateway/supergraph.graphql is not what the subgraphs compose to: run npm run schema.");
    return 1;
  }
  return 0;
}

function readSubgraph(name: SubgraphName): string {
  return readFileSync(join(ROOT, "subgraphs", name, "schema.graphql"), "utf8");
}

function readSupergraph(): string {
  try {
    return readFileSync(SUPERGRAPH, "utf8");
  } catch {
    return "";
  }
}

process.exitCode = main(process.argv.includes("--check"));
