import { setTimeout as sleep } from "node:timers/promises";
import { query } from "../platform/gateway-client.ts";

const PAUSE_MS = 200;
const TEXT = `query ($unit: ID!) { resources(filter: { unitId: $unit }, first: 100) { nodes { externalId } } }`;

interface Line {
  readonly externalId: string | null;
}

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
      const lines = await this.#page();
      if (lines !== null)
        wasNew = this.#judge(
          lines.map(({ externalId }) => isNew(externalId)),
          wasNew,
        );
      await sleep(PAUSE_MS);
    }
  }

  async #page(): Promise<readonly Line[] | null> {
    const { text } = await query(this.url, this.token, TEXT, { unit: this.unit });
    const { data } = JSON.parse(text) as { data?: { resources: { nodes: Line[] } } | null };
    return data?.resources.nodes ?? null;
  }

  #judge(areNew: readonly boolean[], wasNew: boolean): boolean {
    this.reads += 1;
    const fresh = areNew.filter(Boolean).length;
    if (areNew.length === 0) this.faults.push("an empty list");
    if (fresh > 0 && fresh < areNew.length) this.faults.push(`${fresh} of ${areNew.length} lines are new`);
    if (wasNew && fresh === 0) this.faults.push("the list before came back");
    return wasNew || fresh > 0;
  }
}
