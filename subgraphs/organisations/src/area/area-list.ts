import { ImportRefused } from "@gongjian/shared/import/import-refused";
import { columnsFor, type ImportScope, type ListDefinition } from "@gongjian/shared/import/list-definition";
import type { ImportRow } from "@gongjian/shared/import/import-row";
import { choice } from "@gongjian/shared/import/values/choice";
import { code, line, required } from "@gongjian/shared/import/values/text";
import { authorise } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { type AreaLevel } from "./area-level.ts";
import { placementFault } from "./area-placement.ts";
import { findUnknownParents, registerAreas, type NewArea } from "./area-registry.ts";
import { type CoordinateSystem } from "./coordinate-system.ts";
import { degrees } from "./degrees.ts";

const LEVEL_WORDS: Record<AreaLevel, readonly string[]> = {
  COUNTY: ["县", "县级", "区县", "市", "县（市、区）"],
  STREET: ["街道", "乡镇", "镇", "乡", "街道级"],
  COMMUNITY: ["社区", "村", "社区级", "行政村"],
  GRID: ["网格", "一般网格", "网格级"],
  MICRO_GRID: ["微网格", "小区", "楼栋", "微网格级"],
};

const SYSTEM_WORDS: Record<CoordinateSystem, readonly string[]> = {
  GCJ02: ["GCJ-02", "火星坐标", "高德", "腾讯"],
  WGS84: ["WGS-84", "GPS", "EPSG:4326"],
  BD09: ["BD-09", "百度"],
};

/** The list of areas. A row's parent may stand anywhere in the same file. */
export const areaList: ListDefinition<NewArea> = {
  name: "areas",
  label: "区域",
  columns: columnsFor<NewArea>([
    {
      field: "code",
      label: "区域代码",
      headings: ["code", "代码", "区划代码", "行政区划代码", "网格编码", "编码", "area_code"],
      required: true,
      parse: required(code()),
    },
    {
      field: "parentCode",
      label: "上级代码",
      headings: ["parent_code", "上级区域代码", "上级区划代码", "所属上级", "上级编码", "父级代码"],
      parse: code(),
    },
    {
      field: "level",
      label: "层级",
      headings: ["level", "级别", "区域层级", "区域级别"],
      required: true,
      parse: (text, cell) =>
        choice(LEVEL_WORDS)(text, cell) ?? cell.refuse("REQUIRED", "“层级”必填，不能为空。"),
    },
    {
      field: "name",
      label: "名称",
      headings: ["name", "区域名称", "网格名称", "社区名称"],
      required: true,
      parse: required(line({ maxLength: 100 })),
    },
    { field: "latitude", label: "纬度", headings: ["lat", "latitude"], parse: degrees(90) },
    { field: "longitude", label: "经度", headings: ["lon", "lng", "longitude"], parse: degrees(180) },
    { field: "crs", label: "坐标系", headings: ["crs", "坐标系统"], parse: choice(SYSTEM_WORDS) },
  ]),

  authorise({ viewer, mode }: ImportScope): void {
    authorise(viewer, "area.register");
    if (mode === "replace") {
      throw new ImportRefused(
        "MODE_NOT_SUPPORTED",
        "区域清单只能合并导入（mode=merge），区域不会因缺行而撤销。",
      );
    }
  },

  complete(row: ImportRow<NewArea>): void {
    const misplaced = placementFault(row.values);
    if (misplaced) row.refuse(misplaced.field, misplaced.code, misplaced.message);
    const { latitude, longitude, crs } = row.values;
    if ((latitude === null) !== (longitude === null) || (crs !== null && latitude === null)) {
      row.refuse("latitude", "POINT_INCOMPLETE", "经度和纬度要一起填；没有经纬度时不填坐标系。");
    }
  },

  async resolve(tx: EntityManager, rows: ImportRow<NewArea>[]): Promise<void> {
    const orphans = await findUnknownParents(
      tx,
      rows.map(({ values }) => values),
    );
    for (const row of rows) {
      const orphan = orphans.get(row.values.code);
      if (orphan) row.refuse(orphan.field, orphan.code, orphan.message);
    }
  },

  keysOf: ({ values }) => [values.code],

  async store(tx: EntityManager, rows: ImportRow<NewArea>[]): Promise<{ withdrawn: number }> {
    const written = await registerAreas(
      tx,
      rows.map(({ values }) => values),
    );
    const versions = new Map(written.map(({ code, version }) => [code, version]));
    for (const row of rows) {
      const version = versions.get(row.values.code);
      row.outcome = version === undefined ? "UNCHANGED" : version === 1 ? "NEW" : "CHANGED";
      row.id = row.values.code;
    }
    return { withdrawn: 0 };
  },
};
