import type { NonEmptyArray } from "type-graphql";
import type { MigrationInterface, QueryRunner } from "typeorm";
import { createInboxTable, dropInboxTable, InboxRow } from "../../events/inbox.ts";
import type { SubgraphDefinition } from "../define-subgraph.ts";
import { buildSubgraph } from "../subgraph-schema.ts";

class CreateInbox1764000000001 implements MigrationInterface {
  up(db: QueryRunner): Promise<void> {
    return createInboxTable(db);
  }

  down(db: QueryRunner): Promise<void> {
    return dropInboxTable(db);
  }
}

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for resolver classes
type ResolverClass = Function;

/** The smallest subgraph there can be: for testing the server around it. */
export function defineProbe(...resolvers: NonEmptyArray<ResolverClass>): SubgraphDefinition {
  return {
    name: "organisations",
    dataSource: { type: "postgres", entities: [InboxRow], migrations: [CreateInbox1764000000001] },
    buildSchema: () => buildSubgraph(resolvers),
    createContext: () => ({}),
  };
}
