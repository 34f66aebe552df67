import { idAfter, paginate, type PageArgs } from "@gongjian/shared/connection";
import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import { communityOf } from "../area/area-level.ts";
import type { RoadBranchRow } from "./road-branch.row.ts";
import type { RoadBranchConnection, RoadBranchFilter } from "./road-branch.type.ts";

/** A place on a road section, as a shop's door has it. */
export interface SectionKey {
  readonly areaCode: string;
  readonly roadSection: string;
}

export type RoadBranchLoader = RowLoader<RoadBranchRow>;
export type BranchOfSectionLoader = DataLoader<SectionKey, RoadBranchRow | null, string>;
export type PartyMemberShopCountLoader = DataLoader<string, number>;

export const BRANCH_COLUMNS = `b.id, b.name, b.road_section as "roadSection", b.area_code as "areaCode"`;

const BY_IDS = `select ${BRANCH_COLUMNS} from road_branch b where b.id = any($1::uuid[])`;

export function createRoadBranchLoader(db: DataSource): RoadBranchLoader {
  return createRowLoader((ids) => db.query<RoadBranchRow[]>(BY_IDS, [ids]));
}

const BY_SECTIONS = `
  select ${BRANCH_COLUMNS} from road_branch b
  where (b.area_code, b.road_section) in (select * from unnest($1::text[], $2::text[]))`;

/** The branch that a door belongs to: the one of its community and road section. */
export function createBranchOfSectionLoader(db: DataSource): BranchOfSectionLoader {
  const keyOf = ({ areaCode, roadSection }: SectionKey): string => `${communityOf(areaCode)} ${roadSection}`;
  return new DataLoader(
    async (sections) => {
      const rows = await db.query<RoadBranchRow[]>(BY_SECTIONS, [
        sections.map(({ areaCode }) => communityOf(areaCode)),
        sections.map(({ roadSection }) => roadSection),
      ]);
      const bySection = new Map(rows.map((row) => [keyOf(row), row]));
      return sections.map((section) => bySection.get(keyOf(section)) ?? null);
    },
    { cacheKeyFn: keyOf },
  );
}

const PARTY_MEMBER_SHOPS = `
  select b.id, count(*)::integer as shops
  from road_branch b
  join merchant m on m.road_section = b.road_section and starts_with(m.area_code, b.area_code)
  where b.id = any($1::uuid[]) and m.party_member_shop
  group by b.id`;

export function createPartyMemberShopCountLoader(db: DataSource): PartyMemberShopCountLoader {
  return new DataLoader(async (ids) => {
    const rows = await db.query<{ id: string; shops: number }[]>(PARTY_MEMBER_SHOPS, [ids]);
    const byId = new Map(rows.map(({ id, shops }) => [id, shops]));
    return ids.map((id) => byId.get(id) ?? 0);
  });
}

const SEARCH = `
  select ${BRANCH_COLUMNS} from road_branch b
  where ($1::uuid is null or b.id > $1)
    and ($2::text is null or starts_with(b.area_code, $2))
    and ($3::text is null or b.road_section = $3)
  order by b.id limit $4`;

export async function searchRoadBranches(
  db: DataSource,
  { areaCode, roadSection }: RoadBranchFilter,
  { first, after }: PageArgs,
): Promise<RoadBranchConnection> {
  const rows = await db.query<RoadBranchRow[]>(SEARCH, [
    idAfter({ after }),
    areaCode ?? null,
    roadSection ?? null,
    first + 1,
  ]);
  return paginate(rows, first, ({ id }) => id);
}
