import { EXPORT_FORMATS, type ExportFormat } from "@gongjian/shared/export/export-sink";
import { isId } from "@gongjian/shared/id";
import { ImportRefused } from "@gongjian/shared/import/import-refused";
import type { ListDefinition } from "@gongjian/shared/import/list-definition";
import { isStorable } from "@gongjian/shared/storable-text";
import type { DataSource } from "typeorm";

/** What a query string says, as it came. */
export type RawParameters = Readonly<Record<string, string | undefined>>;

export interface ExportParameters {
  readonly format: ExportFormat;
  /** As it was sent: an id, a USCC or a name. */
  readonly unit: string | null;
  /** Null: as the viewer's role has it. */
  readonly state: (typeof STATES)[number] | null;
  readonly areaCode: string | null;
}

const STATES = ["PUBLISHED", "SUSPENDED", "MERGED", "WITHDRAWN"] as const;
const LONGEST_UNIT = 200;

/** @throws ImportRefused BAD_USER_INPUT */
export function readExportParameters(raw: RawParameters): ExportParameters {
  const { format = "csv", unit = null, areaCode = null } = raw;
  if (!isFormat(format)) throw wrong(`format 应为 ${Object.keys(EXPORT_FORMATS).join("、")} 之一`);
  const state = raw.state === undefined ? null : stateNamed(raw.state);
  if (areaCode !== null && !/^\d{6,18}$/.test(areaCode)) throw wrong("areaCode 应为 6–18 位数字的区域代码");
  return { format, unit, state, areaCode };
}

function stateNamed(text: string): ExportParameters["state"] {
  const state = STATES.find((name) => name === text);
  if (state === undefined) throw wrong(`state 应为 ${STATES.join("、")} 之一`);
  return state;
}

function isFormat(text: string): text is ExportFormat {
  return Object.hasOwn(EXPORT_FORMATS, text);
}

function wrong(message: string): ImportRefused {
  return new ImportRefused("BAD_USER_INPUT", `参数 ${message}。`, 400);
}

/** A unit's id, or what else its list can find it by. @throws ImportRefused UNKNOWN_UNIT, UNIT_AMBIGUOUS */
export async function unitIdOf(
  db: DataSource,
  list: Pick<ListDefinition, "findUnit">,
  unit: string | null,
): Promise<string | null> {
  if (unit === null) return null;
  if (unit.trim() === "" || unit.length > LONGEST_UNIT || !isStorable(unit)) {
    throw wrong("unit 应为单位的编号、统一社会信用代码或名称");
  }
  if (isId(unit)) return unit.toLowerCase();
  const id = (await list.findUnit?.(db, unit.trim())) ?? null;
  if (id === null) throw new ImportRefused("UNKNOWN_UNIT", "参数 unit 指的单位不存在。", 404);
  return id;
}
