import { HALF, idOf } from "./canned/town.ts";

/** What is asked of every gateway. */
export const SCENARIOS = ["big", "small", "identical", "chinese"] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** As many different requests; far more than are under way at once. */
export const VARIANTS = 500;

/** Five calls: a page of one subgraph, entities of the two others, and entities of two of them below those. */
const BIG = `query Page($first: Int!, $offset: Int!) {
  organisations(first: $first, offset: $offset) {
    id name kind address district openNeeds members hours
    needs {
      id title category quantity detail
      offers { id title minutes organisation { id name district } }
    }
  }
}`;

const SMALL = `query One($id: ID!) { organisation(id: $id) { id name kind address district } }`;

/** The body of one of the different requests of a scenario. */
export function bodyOf(scenario: Scenario, variant: number): string {
  if (scenario === "small") {
    return JSON.stringify({ query: SMALL, variables: { id: idOf("Organisation", variant) } });
  }
  const offset = scenario === "chinese" ? HALF + variant : variant;
  return JSON.stringify({ query: BIG, variables: { first: PAGE, offset } });
}

/** Answers about 30 KB long. */
const PAGE = 22;
