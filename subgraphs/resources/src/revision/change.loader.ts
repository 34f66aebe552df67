import { paginate, type Connection } from "@gongjian/shared/connection";
import { readChanges, type ChangesPage } from "@gongjian/shared/import/revisions/row-changes";
import type { Viewer } from "@gongjian/shared/viewer";
import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import { CONTACT_OF_CHANGE } from "./contact-revision.ts";
import { describeChange } from "./describe-change.ts";
import type { PublicationChange } from "./publication.type.ts";
import { revisedLists } from "./revised-lists.ts";

type ChangesKey = ChangesPage & { readonly list: string };

export type ChangesLoader = DataLoader<ChangesKey, Connection<PublicationChange>, string>;

/** Pages of what revisions did, many revisions of a list in one statement; rows of the scope alone. */
export function createChangesLoader(db: DataSource, viewer: Viewer): ChangesLoader {
  return new DataLoader<ChangesKey, Connection<PublicationChange>, string>(
    async (keys) => {
      const pages = new Map<ChangesKey, Connection<PublicationChange>>();
      for (const list of revisedLists.values()) {
        const wanted = keys.filter((key) => key.list === list.name);
        if (wanted.length === 0) continue;
        const found = await readChanges(db, list, wanted, viewer, CONTACT_OF_CHANGE);
        wanted.forEach((key, i) => {
          const changes = (found[i] ?? []).map((change) => describeChange(list, change, viewer));
          pages.set(
            key,
            paginate(changes, key.first, ({ rowId }) => rowId),
          );
        });
      }
      return keys.map((key) => pages.get(key) ?? paginate([], key.first, () => ""));
    },
    {
      cacheKeyFn: ({ list, publicationId, kind, after, first }) =>
        [list, publicationId, kind, after, first].join(),
    },
  );
}
