import type { Clock } from "@gongjian/shared/clock";
import { decodeCursor, idAfter, paginate, type Connection, type PageArgs } from "@gongjian/shared/connection";
import { badInput } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import { NEEDS_SEEN_BY_COMMITTEE } from "../committee/committee.loader.ts";
import { findDuplicates, type LikelyDuplicate } from "./find-duplicates.ts";

/** A need and those like it. */
export interface DuplicateGroup {
  /** The one published first. */
  readonly needId: string;
  readonly duplicates: readonly LikelyDuplicate[];
}

/** A request asks about a page of needs; more are compared one batch after the other. */
const BATCH = 100;
/** Needs that one page of groups looks through, and how many a group shows beside the first. */
const EXAMINED = 200;
const MOST_SHOWN = 49;

/** Finding needs that could be merged. Whoever may see which supplies suit a need may see this as well. */
export class DuplicateService {
  private readonly ofNeeds: DataLoader<string, readonly LikelyDuplicate[]>;

  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {
    this.ofNeeds = new DataLoader(
      async (ids) => {
        const duplicates = await findDuplicates(db, clock.today(), ids);
        return ids.map((id) => duplicates.get(id) ?? []);
      },
      { maxBatchSize: BATCH },
    );
  }

  async of(needId: string, { first, after }: PageArgs): Promise<Connection<LikelyDuplicate>> {
    authorise(this.viewer, "candidate.read");
    const rows = await this.ofNeeds.load(needId);
    const last = decodeCursor(after, isId);
    const start = last === null ? 0 : rows.findIndex((row) => row.needId === last) + 1;
    if (last !== null && start === 0) throw badInput("游标 after 已失效，请从第一页重新读取。");
    return paginate(rows.slice(start, start + first + 1), first, (row) => row.needId);
  }

  /**
   * Groups among the needs that a committee sees. A need leads a group when all that are like it were
   * published later; one that is only like another member, and not like the first, shows when those are merged.
   *
   * @param committee as `committeeKey` writes it
   */
  async groupsOf(committee: string, page: PageArgs): Promise<Connection<DuplicateGroup>> {
    authorise(this.viewer, "candidate.read");
    const examined = await this.#needsAfter(committee, idAfter(page));
    const ids = examined.slice(0, EXAMINED);
    const duplicates = await findDuplicates(this.db, this.clock.today(), ids);
    const seen = await this.#seenAmong(committee, [...duplicates.values()].flat());
    const groups = ids.flatMap((needId) => {
      const like = (duplicates.get(needId) ?? []).filter((row) => seen.has(row.needId));
      const leads = like.length > 0 && like.every((row) => row.needId > needId);
      return leads ? [{ needId, duplicates: like.slice(0, MOST_SHOWN) }] : [];
    });
    const shown = paginate(groups, page.first, ({ needId }) => needId);
    const last = ids.at(-1);
    if (shown.pageInfo.hasNextPage || last === undefined || examined.length <= EXAMINED) return shown;
    // The page goes on behind the last need that was looked at, whether it leads a group or not.
    const { endCursor } = paginate([last], 1, (id) => id).pageInfo;
    return { ...shown, pageInfo: { hasNextPage: true, endCursor } };
  }

  async #needsAfter(committee: string, after: string | null): Promise<string[]> {
    const rows = await this.db.query<{ id: string }[]>(
      `select r.id from need r, (select $1::text as parent) page
       where ${NEEDS_SEEN_BY_COMMITTEE} and ($2::uuid is null or r.id > $2) order by r.id limit $3`,
      [committee, after, EXAMINED + 1],
    );
    return rows.map(({ id }) => id);
  }

  async #seenAmong(committee: string, rows: readonly LikelyDuplicate[]): Promise<ReadonlySet<string>> {
    const ids = [...new Set(rows.map(({ needId }) => needId))];
    const seen = await this.db.query<{ id: string }[]>(
      `select r.id from need r, (select $1::text as parent) page
       where r.id = any($2) and ${NEEDS_SEEN_BY_COMMITTEE}`,
      [committee, ids],
    );
    return new Set(seen.map(({ id }) => id));
  }
}
