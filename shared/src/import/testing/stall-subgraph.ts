import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { SubgraphName } from "../../contracts/lists.ts";
import type { RequestScope, SubgraphDefinition } from "../../subgraph/define-subgraph.ts";
import { buildSubgraph } from "../../subgraph/subgraph-schema.ts";
import { settle, type UserError } from "../../user-error.ts";
import { importCells } from "../import-cells.ts";
import { ImportListInput, ImportListResult, type ImportListSuccess } from "../import.type.ts";
import { stallDataSource, stallList } from "./stall-list.ts";

@Resolver()
class StallResolver {
  @Query(() => String)
  stalls(): string {
    return stallList.label;
  }

  @Mutation(() => ImportListResult)
  importList(
    @Arg("input", () => ImportListInput) input: ImportListInput,
    @Ctx() { db, ...scope }: RequestScope,
  ): Promise<ImportListSuccess | UserError> {
    return settle(importCells(db, [stallList], input, scope));
  }
}

/** A subgraph that exists for the engine's tests alone, under a name of its own. */
export const stallSubgraph: SubgraphDefinition<RequestScope> = {
  name: "stalls" as SubgraphName,
  dataSource: {
    ...stallDataSource,
    entities: [...stallDataSource.entities],
    migrations: [...stallDataSource.migrations],
  },
  buildSchema: () => buildSubgraph([StallResolver]),
  createContext: (scope) => scope,
  lists: [stallList],
};
