import fc from "fast-check";
import { RowIndex } from "./row-index.ts";

test("an index of rows answers as a map would, however it grows", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 12_000 }), (keys) => {
      const index = new RowIndex();
      const map = new Map<string, number>();
      for (const [ordinal, number] of keys.entries()) {
        const key = `启工职校 ${number}`;
        const first = index.lookup(key);
        if (first !== (map.get(key) ?? null)) return false;
        if (first === null) {
          index.note(ordinal);
          map.set(key, ordinal);
        }
      }
      return true;
    }),
    { numRuns: 20 },
  );
});
