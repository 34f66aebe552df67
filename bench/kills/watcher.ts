import { setTimeout as sleep } from "node:timers/promises";
import { query, read } from "../platform/gateway-client.ts";
import type { Publisher } from "./publisher.ts";
import { versionOf } from "./versioned-list.ts";

/** What a reader found that must not be. */
export interface Sighting {
  readonly list: string;
  readonly what: "MIXED" | "HALF" | "OUTDATED" | "TWICE";
  readonly detail: string;
}

const PAUSE_MS = 30;
/** A part that is starting again should not have to answer readers meanwhile. */
const PAUSE_UNANSWERED_MS = 300;

/** Reads the lists all the time, whole as an export and by pages, and checks that each is one version. */
export class Watcher {
  reads = 0;
  /** Nobody answered, as when the part was just killed. */
  unanswered = 0;
  readonly sightings: Sighting[] = [];
  #isStopped = false;

  constructor(
    private readonly publishers: readonly Publisher[],
    private readonly url: string,
  ) {}

  stop(): void {
    this.#isStopped = true;
  }

  async run(): Promise<void> {
    for (let turn = 0; !this.#isStopped; turn += 1) {
      const publisher = this.publishers[turn % this.publishers.length];
      if (publisher === undefined) return;
      const isAnswered = await (turn % 3 === 0 ? this.#readPage(publisher) : this.#readWhole(publisher));
      if (!isAnswered) this.unanswered += 1;
      await sleep(isAnswered ? PAUSE_MS : PAUSE_UNANSWERED_MS);
    }
  }

  async #readWhole(publisher: Publisher): Promise<boolean> {
    const { list, unit } = publisher;
    const oldest = publisher.acknowledged;
    const path = `/lists/${list}/export?format=jsonl&state=PUBLISHED&unit=${unit.id}`;
    const { status, text } = await read(this.url, unit.token, path);
    if (status !== 200) return false;
    const rows = text.split("\n").filter((line) => line !== "");
    const lines = rows.map((row) => JSON.parse(row) as Readonly<Record<string, string>>);
    const heading = list === "needs" ? "具体情况" : "资源内容";
    const version = this.#versionIn(
      publisher,
      oldest,
      lines.map((line) => line[heading] ?? ""),
    );
    const numbers = new Set(lines.map(({ 编号: number }) => number));
    if (numbers.size !== lines.length) this.#note(publisher, "TWICE", `${lines.length - numbers.size} lines`);
    const expected = publisher.sent.find((file) => file.version === version)?.rows ?? 0;
    if (version !== null && lines.length !== expected) {
      this.#note(publisher, "HALF", `version ${version}: ${lines.length} of ${expected} lines`);
    }
    return true;
  }

  async #readPage(publisher: Publisher): Promise<boolean> {
    const { list, unit } = publisher;
    const oldest = publisher.acknowledged;
    const text = `query ($unit: ID!) { ${list}(filter: { unitId: $unit }, first: 100) { nodes { description } } }`;
    const answer = await query(this.url, unit.token, text, { unit: unit.id });
    const { data } = (answer.status === 200 ? JSON.parse(answer.text) : {}) as {
      data?: Record<string, { nodes: { description: string }[] } | undefined> | null;
    };
    const nodes = data?.[list]?.nodes;
    if (!nodes) return false;
    this.#versionIn(
      publisher,
      oldest,
      nodes.map(({ description }) => description),
    );
    return true;
  }

  /** The one version of these lines, between the last that was acknowledged and the last that was sent. */
  #versionIn(publisher: Publisher, oldest: number, descriptions: readonly string[]): number | null {
    this.reads += 1;
    const versions = new Set(descriptions.map(versionOf));
    const [version = 0] = versions;
    if (versions.size > 1) this.#note(publisher, "MIXED", `versions ${[...versions].join(", ")}`);
    else if (version < oldest || version > publisher.latest) {
      this.#note(publisher, "OUTDATED", `version ${version}, acknowledged before: ${oldest}`);
    }
    // Before the first version stand the lines of the sample city, which name none.
    return versions.size === 1 && version > 0 ? version : null;
  }

  #note({ list, unit }: Publisher, what: Sighting["what"], detail: string): void {
    this.sightings.push({ list: `${list} of ${unit.id}`, what, detail });
  }
}
