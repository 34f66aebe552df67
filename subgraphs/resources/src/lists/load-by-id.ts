import { isUUID } from "class-validator";
import type DataLoader from "dataloader";

/** An id that is none names nothing; the database would call it a syntax error. */
export function loadById<Row>(loader: DataLoader<string, Row | null>, id: string): Promise<Row | null> {
  return isUUID(id) ? loader.load(id) : Promise.resolve(null);
}
