import { newId } from "@gongjian/shared/id";
import type { EntityManager } from "typeorm";
import { communityOf } from "../area/area-level.ts";

export interface Section {
  readonly areaCode: string;
  readonly roadSection: string;
}

export function branchNameOf(roadSection: string): string {
  return `${roadSection}功能性党支部`;
}

const INSERT = `
  insert into road_branch (id, name, road_section, area_code)
  select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
  on conflict (area_code, road_section) do nothing`;

/** Forms the branches that are missing, one for each road section of a community. */
export async function formBranches(tx: EntityManager, places: readonly Section[]): Promise<void> {
  const sections = new Map(
    places.map(({ areaCode, roadSection }) => {
      const community = communityOf(areaCode);
      return [`${community} ${roadSection}`, { community, roadSection }];
    }),
  );
  if (sections.size === 0) return;
  const all = [...sections.values()];
  await tx.query(INSERT, [
    all.map(() => newId()),
    all.map(({ roadSection }) => branchNameOf(roadSection)),
    all.map(({ roadSection }) => roadSection),
    all.map(({ community }) => community),
  ]);
}
