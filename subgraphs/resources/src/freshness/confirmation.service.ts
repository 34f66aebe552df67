import type { Clock } from "@gongjian/shared/clock";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput, notFound } from "@gongjian/shared/errors";
import { once } from "@gongjian/shared/request-key";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { isOfList } from "../merging/of-list.sql.ts";
import { readUnit } from "../organisation/read-unit.ts";
import { ConfirmListingsSuccess, type ConfirmListingsInput } from "./freshness.type.ts";

interface ListingRow {
  readonly id: string;
  readonly unitId: string;
  readonly unitAreaCode: string;
}

/** A unit says that lines still hold, without sending them again. */
export class ConfirmationService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  async confirm(input: ConfirmListingsInput): Promise<ConfirmListingsSuccess> {
    const { viewer, clock } = this;
    authorise(viewer, "listing.confirm");
    const { ids = null, unitId = null, idempotencyKey: key } = input;
    if ((ids === null) === (unitId === null)) throw badInput("ids 与 unitId 必须且只能填一个。");
    return asViewer(this.db, viewer, async (tx) => {
      if (ids !== null) await this.#authoriseListings(tx, ids);
      if (unitId !== null) {
        const { areaCode } = await readUnit(tx, unitId, "这个单位");
        authorise(viewer, "listing.confirm", { unitId, areaCode });
      }
      const { resources, needs, skipped } = await once(
        tx,
        { viewer, clock },
        { operation: "confirmListings", key, input: [ids, unitId] },
        () => confirmListings(tx, { ids, unitId }, clock.today()),
      );
      return new ConfirmListingsSuccess(resources, needs, skipped);
    });
  }

  async #authoriseListings(tx: EntityManager, ids: readonly string[]): Promise<void> {
    const listings = await tx.query<ListingRow[]>(
      `select r.id, r.unit_id as "unitId", u.area_code as "unitAreaCode"
       from (select id, unit_id from resource union all select id, unit_id from need) r
       join unit u on u.id = r.unit_id where r.id = any($1)`,
      [ids],
    );
    if (listings.length < ids.length) throw notFound("其中的条目");
    for (const { unitId, unitAreaCode } of listings) {
      authorise(this.viewer, "listing.confirm", { unitId, areaCode: unitAreaCode });
    }
  }
}

interface Chosen {
  readonly ids: readonly string[] | null;
  readonly unitId: string | null;
}

interface Confirmed {
  readonly resources: number;
  readonly needs: number;
  readonly skipped: string[];
}

/** In the order of ids, as every writer of several lines does it. Versions do not move. */
async function confirmListings(tx: EntityManager, chosen: Chosen, today: string): Promise<Confirmed> {
  await tx.query("set local statement_timeout = '20s'");
  const resources = await lockStanding(tx, "resource", "valid_to", chosen, today);
  const needs = await lockStanding(tx, "need", "needed_to", chosen, today);
  await tx.query(`update resource set confirmed_on = $2 where id = any($1) and confirmed_on < $2`, [
    resources,
    today,
  ]);
  await tx.query(`update supply set confirmed_on = $2 where id = any($1) and confirmed_on < $2`, [
    resources,
    today,
  ]);
  await tx.query(
    `update need set confirmed_on = $2 where id = any($1) and coalesce(confirmed_on < $2, true)`,
    [needs, today],
  );
  const confirmed = new Set([...resources, ...needs]);
  const skipped = (chosen.ids ?? []).map((id) => id.toLowerCase()).filter((id) => !confirmed.has(id));
  return { resources: resources.length, needs: needs.length, skipped };
}

async function lockStanding(
  tx: EntityManager,
  table: "resource" | "need",
  endsOn: "valid_to" | "needed_to",
  { ids, unitId }: Chosen,
  today: string,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `select id from ${table}
     where ${ids === null ? "unit_id = $1" : "id = any($1)"} and state <> 'WITHDRAWN'
       and ${table === "need" ? isOfList("need") : "true"}
       and coalesce(${endsOn} >= $2, true)
     order by id for no key update`,
    [ids ?? unitId, today],
  );
  return rows.map(({ id }) => id);
}
