import { newId } from "@gongjian/shared/id";
import type { DataSource } from "typeorm";
import { NeedRow } from "../../need/need.row.ts";
import { ResourceRow } from "../../resource/resource.row.ts";
import type { NeedFacts, SupplyFacts } from "../facts.ts";
import { indexSupply } from "../supply-index.ts";
import { givenNeed, givenSupply } from "./given.ts";

/** Ids of the two units that the arranged lists belong to. */
export interface ArrangedUnits {
  readonly asking: string;
  readonly offering: string;
}

/** One county with one street and two communities, a unit that asks and one that offers. */
export async function arrangeUnits(db: DataSource): Promise<ArrangedUnits> {
  const units = { asking: newId(), offering: newId() };
  await db.query(
    `insert into area (code, parent_code, level, name, version) values
       ('341881', null, 'COUNTY', '宁国市', 1), ('341881001', '341881', 'STREET', '西津街道', 1),
       ('341881001002', '341881001', 'COMMUNITY', '十字街社区', 1),
       ('341881001003', '341881001', 'COMMUNITY', '北门社区', 1)`,
  );
  await db.query(
    `insert into unit (id, uscc, name, short_name, kind, area_code, version) values
       ($1, null, '十字街社区居委会', '十字街', 'COMMUNITY', '341881001002', 1),
       ($2, null, '红十字会', '红会', 'DEPARTMENT', '341881001003', 1)`,
    [units.asking, units.offering],
  );
  return units;
}

/** A need as the lists' store leaves it. */
export async function arrangeNeed(
  db: DataSource,
  unitId: string,
  change: Partial<NeedFacts> = {},
): Promise<string> {
  const need = givenNeed({ id: newId(), unitId, ...change });
  const row: NeedRow = {
    ...need,
    ...published(need.id, need.title),
    categoryCode: need.category,
    audience: [...need.audience],
    tokens: [...need.tokens],
    urgency: "NORMAL",
    state: "PUBLISHED",
    confirmedOn: null,
  };
  await db.getRepository(NeedRow).insert(row);
  return need.id;
}

/** A unit's resource, in its own table and in the index, as the lists' store leaves them. */
export async function arrangeResource(
  db: DataSource,
  unitId: string,
  change: Partial<SupplyFacts> = {},
): Promise<string> {
  const supply = givenSupply({ id: newId(), ownerUnitId: unitId, ...change });
  const row: ResourceRow = {
    ...supply,
    ...published(supply.id, supply.title),
    unitId,
    categoryCode: supply.category,
    audience: [...supply.audience],
    cost: "FREE",
    confirmedOn: "2026-09-01",
  };
  await db.getRepository(ResourceRow).insert(row);
  await db.transaction((tx) => indexSupply(tx, [supply]));
  return supply.id;
}

type Published = Pick<
  ResourceRow,
  | "externalId"
  | "titleKey"
  | "contentKey"
  | "contentHash"
  | "sourceHash"
  | "remarks"
  | "contactMasked"
  | "phoneMasked"
  | "version"
  | "publishedAt"
  | "updatedAt"
>;

function published(id: string, title: string): Published {
  const at = new Date("2026-09-01T00:00:00Z");
  return {
    externalId: null,
    titleKey: title,
    sourceHash: null,
    contentKey: id,
    contentHash: id,
    remarks: null,
    contactMasked: null,
    phoneMasked: null,
    version: 1,
    publishedAt: at,
    updatedAt: at,
  };
}
