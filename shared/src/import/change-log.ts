import { MOST_CHANGES, type ImportChange } from "./report.ts";

/** Collects what an upload does to published rows, up to what a report shows. */
export class ChangeLog {
  readonly #changes: ImportChange[] = [];
  #omitted = 0;

  /** How many more rows can be shown. */
  get room(): number {
    return MOST_CHANGES - this.#changes.length;
  }

  get shown(): readonly ImportChange[] {
    return this.#changes;
  }

  get omitted(): number {
    return this.#omitted;
  }

  /** @param total how many there were, those in `changes` included */
  add(changes: readonly ImportChange[], total = changes.length): void {
    const shown = changes.slice(0, this.room);
    this.#changes.push(...shown);
    this.#omitted += total - shown.length;
  }
}
