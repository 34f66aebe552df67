import type { DataSource } from "typeorm";
import { CountyIndex } from "./county-index.ts";
import type { IndexDocument } from "./document.ts";
import type { IndexSource, IndexXRow } from "./index-source.ts";
import type { Vocabulary } from "./layer.ts";

/** Rows kept in memory, some 350 bytes each; the county that was asked for longest ago goes first. */
const MOST_ROWS = 1_500_000;

interface County {
  readonly index: CountyIndex;
  /** What the index has seen, as PostgreSQL writes a snapshot. */
  readonly snapshot: string;
}

interface Reading {
  readonly now: Promise<County>;
  /** Whoever comes while a reading is under way needs one that began later: all who come share it. */
  next: Promise<County> | null;
}

/**
 * The indexes of one table by county, in memory, with the database as their source: read whole when a
 * county is first asked for, and before every use what has changed since, with one statement. Any number
 * of processes may each have their own.
 */
export class CountyIndexes {
  private readonly db: DataSource;
  private readonly source: IndexSource;
  private readonly vocabulary: Vocabulary;
  private readonly counties = new Map<string, County>();
  private readonly readings = new Map<string, Reading>();

  constructor(db: DataSource, source: IndexSource, vocabulary: Vocabulary) {
    this.db = db;
    this.source = source;
    this.vocabulary = vocabulary;
  }

  /** The index with everything that was committed before the call. @param code six digits */
  async of(code: string): Promise<CountyIndex> {
    return (await this.read(code)).index;
  }

  private read(code: string): Promise<County> {
    const reading = this.readings.get(code);
    if (reading === undefined) return this.start(code);
    reading.next ??= reading.now.then(
      () => this.start(code),
      () => this.start(code),
    );
    return reading.next;
  }

  private start(code: string): Promise<County> {
    const now = this.catchUp(code);
    const reading: Reading = { now, next: null };
    this.readings.set(code, reading);
    const done = (): void => {
      if (this.readings.get(code) === reading && reading.next === null) this.readings.delete(code);
    };
    now.then(done, done);
    return now;
  }

  private async catchUp(code: string): Promise<County> {
    const known = this.counties.get(code);
    const rows =
      known === undefined
        ? await this.db.query<IndexXRow[]>(this.source.load, [code])
        : await this.db.query<IndexXRow[]>(this.source.changes, [code, known.snapshot]);
    const index = (known?.index ?? new CountyIndex(this.vocabulary)).with(rows.flatMap(toDocument));
    const county = { index, snapshot: rows[0]?.snapshot ?? known?.snapshot ?? "" };
    this.keep(code, county);
    return county;
  }

  /** A map hands out its entries in the order they were set: the first is the one not used for longest. */
  private keep(code: string, county: County): void {
    this.counties.delete(code);
    this.counties.set(code, county);
    let rows = 0;
    for (const { index } of this.counties.values()) rows += index.size;
    for (const [oldest, { index }] of this.counties) {
      if (rows <= MOST_ROWS || oldest === code) break;
      this.counties.delete(oldest);
      rows -= index.size;
    }
  }
}

function toDocument(row: IndexXRow): IndexDocument[] {
  if (row.id === null) return [];
  // Nobody is found by how likely a category was: `=category` stands for what came of it.
  const tokens = row.tokens.split(" ").filter((token) => token !== "" && !token.startsWith("^"));
  return [{ ...row, id: row.id, tokens }];
}
