import type { DataSource } from "typeorm";
import { CountyIndexes } from "./county-indexes.ts";
import { NEEDS, SUPPLIES } from "./index-source.ts";
import { Interner } from "./interner.ts";

/** Both sides of the market, each to be searched by the other. */
export interface MatchIndex {
  readonly supplies: CountyIndexes;
  readonly needs: CountyIndexes;
}

const vocabulary = { words: new Interner(), areas: new Interner(), units: new Interner() };
const indexes = new WeakMap<DataSource, MatchIndex>();

/** The index of a database: one for as long as the process has it open. */
export function matchIndexOf(db: DataSource): MatchIndex {
  const known = indexes.get(db);
  if (known !== undefined) return known;
  const index = {
    supplies: new CountyIndexes(db, SUPPLIES, vocabulary),
    needs: new CountyIndexes(db, NEEDS, vocabulary),
  };
  indexes.set(db, index);
  return index;
}
