import type { SubgraphName } from "@gongjian/shared/contracts/lists";
import type { SubgraphClient } from "../calls/subgraph-client.ts";

export interface ListOptions {
  readonly subgraphs: Readonly<Record<SubgraphName, SubgraphClient>>;
  readonly spoolFolder: string;
  /** Bytes; only tests set another one. */
  readonly fileLimit?: number;
  /** Only tests set another one. */
  readonly heartbeatMs?: number;
  /** Checks of one address in a minute; only tests set another one. */
  readonly checksPerMinute?: number;
}
