import type { GraphQLSchema } from "graphql";
import type { DataSource } from "typeorm";
import type { Clock } from "../clock.ts";
import type { SubgraphName } from "../contracts/lists.ts";
import type { SubgraphDataSource } from "../database/open-database.ts";
import type { EventHandlers } from "../events/inbox.ts";
import type { ListDefinition } from "../import/list-definition.ts";
import type { Logger } from "../log.ts";
import type { Viewer } from "../viewer.ts";
import type { ListAccess } from "./list-access.ts";

/** What one request may see and use; a subgraph makes its context from it. */
export interface RequestScope {
  readonly db: DataSource;
  readonly viewer: Viewer;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What work that nobody asked for may use: the daily jobs. */
export type DailyScope = Omit<RequestScope, "viewer">;

/** Everything that makes a subgraph, so that `main.ts` and the tests start the same thing. */
export interface SubgraphDefinition<Context extends object = object> {
  readonly name: SubgraphName;
  readonly dataSource: SubgraphDataSource;
  buildSchema(): Promise<GraphQLSchema>;
  createContext(scope: RequestScope): Context;
  readonly eventHandlers?: EventHandlers;
  readonly lists?: readonly ListDefinition[];
  /** Absolute path of the module that exports `lists` as `publishedLists`, for a thread of their own. */
  readonly listsModule?: string;
  /** Exports and revisions of the lists. */
  readonly listAccess?: ListAccess;
  /** Further signed routes of the subgraph's own, such as the look-up of API keys. */
  readonly routes?: readonly SubgraphRoute[];
  /** Absolute path of the module that exports as `longWork` what is asked for with `requestWork`. */
  readonly workModule?: string;
  /** Asks for what the start of the process makes necessary; it must be short. What fails is for `daily`. */
  started?(scope: DailyScope): Promise<void>;
  /** Work of every day, at 03:00 Asia/Shanghai. It is tried again when it fails: twice must be as once. */
  daily?(scope: DailyScope): Promise<void>;
}

/** A signed `POST` route that answers JSON. `handle` gets the parsed body. */
export interface SubgraphRoute {
  readonly path: string;
  handle(scope: RequestScope, body: unknown): Promise<object | null>;
}
