import type { ListDefinition, UnitCounts } from "@gongjian/shared/import/list-definition";
import { announcePublication, type PublicationNews } from "./announce-publication.ts";

/** What follows every publication: the units it named have filed this list. */
export function afterPublishing(list: PublicationNews["list"]): NonNullable<ListDefinition["published"]> {
  return async (tx, { session, importId, clock }) => {
    await announcePublication(tx, {
      list,
      publicationId: importId,
      unitIds: session.units.keys(),
      counts: totalOf([...session.units.values()]),
      publishedAt: clock.now(),
    });
  };
}

function totalOf(units: readonly UnitCounts[]): UnitCounts {
  const total = { new: 0, changed: 0, unchanged: 0, withdrawn: 0 };
  for (const counts of units) {
    total.new += counts.new;
    total.changed += counts.changed;
    total.unchanged += counts.unchanged;
    total.withdrawn += counts.withdrawn;
  }
  return total;
}
