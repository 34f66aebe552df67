import { v7 } from "uuid";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A new id: UUIDv7, so that ids made later sort later and index pages stay warm. Opaque to callers. */
export function newId(): string {
  return v7();
}

/** Whether the text can be the id of a row; PostgreSQL would call anything else a syntax error. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
