import { setTimeout as sleep } from "node:timers/promises";
import { query } from "../platform/gateway-client.ts";

const PAUSE_MS = 200;
const TEXT = `query ($unit: ID!) { resources(filter: { unitId: $unit }, first: 100) { nodes { externalId } } }`;

/**
 * Watches the list of a unit that is being replaced: a page of it is wholly the list before or wholly the one
 * after, and never goes back.
 */
export class PageWatch {
  reads = 0;
  readonly faults: string[] = [];
  #isStopped = false;

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly unit: string,
  ) {}

  stop(): void {
    this.#isStopped = true;
  }

  /** @param isNew whether a line belongs to the list that is being published */
  async run(isNew: (externalId: string | null) => boolean): Promise<void> {
    let wasNew = false;
    while (!this.#isStopped) {
      const { text } = await query(this.url, this.token, TEXT, { unit: this.unit });
      const { data } = JSON.parse(text) as {
        data?: { resources: { nodes: { externalId: string | null }[] } } | null;
      };
      const nodes = data?.resources.nodes ?? [];
      const fresh = nodes.filter(({ externalId }) => isNew(externalId)).length;
      if (data) this.reads += 1;
      if (data && nodes.length === 0) this.faults.push("an empty list");
      if (fresh > 0 && fresh < nodes.length) this.faults.push(`${fresh} of ${nodes.length} lines are new`);
      if (wasNew && fresh === 0 && data) this.faults.push("the list before came back");
      wasNew ||= fresh > 0;
      await sleep(PAUSE_MS);
    }
  }
}
