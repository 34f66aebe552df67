import { ImportRefused } from "@gongjian/shared/import/import-refused";
import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope } from "@gongjian/shared/import/list-definition";
import { describeUsccFault, normaliseUscc, usccFault, type UsccFault } from "@gongjian/shared/uscc";
import { may } from "@gongjian/shared/viewer";
import { isUUID } from "class-validator";
import type { DataSource, EntityManager } from "typeorm";
import type { ListValues } from "./list-values.ts";
import { unitOfFile } from "./unit-of-file.ts";

type OwnedValues = Pick<ListValues, "unit">;

export interface KnownUnit {
  readonly id: string;
  readonly uscc: string | null;
  readonly name: string;
  readonly shortName: string;
  readonly areaCode: string;
}

/** Stands for the unit of a file that is only checked and names none. */
const SOME_UNIT = "00000000-0000-0000-0000-000000000000";

/** Finds by id, USCC, name or short name. */
const FIND_UNITS = `
  select id, uscc, name, short_name as "shortName", area_code as "areaCode" from unit
  where id = any($1::uuid[]) or uscc = any($2::text[])
    or replace(normalize(name, nfkc), ' ', '') = any($2)
    or replace(normalize(short_name, nfkc), ' ', '') = any($2)`;

/**
 * Puts the unit's id into every line: by its own column, else the list's unit, else the unit that the sheet's
 * caption or the file's name names. Lines of a unit that the sender may not publish for are refused.
 *
 * @returns the units found, by id
 * @throws UNIT_MISMATCH if caption or file name name another unit than the one the list would go to
 */
export async function resolveUnits(
  tx: EntityManager,
  rows: readonly ImportRow<OwnedValues>[],
  scope: ImportScope,
): Promise<ReadonlyMap<string, KnownUnit>> {
  const texts = new Set(rows.flatMap(({ values }) => (values.unit === null ? [] : [fold(values.unit)])));
  const ids = [...texts].filter((text) => isUUID(text));
  if (scope.unitId !== null) ids.push(scope.unitId);
  const units = await tx.query<KnownUnit[]>(FIND_UNITS, [ids, [...texts]]);
  const isUnnamed = rows.some(({ values }) => values.unit === null);
  const own = units.find(({ id }) => id === scope.unitId);
  const named = isUnnamed ? await unitOfFile(tx, scope, own) : undefined;
  const ofList = scope.unitId === null ? named : own;

  const finder = new UnitFinder(units, scope, ofList);
  for (const row of rows) finder.settle(row);
  return new Map([...units, ...(ofList ? [ofList] : [])].map((unit) => [unit.id, unit]));
}

/**
 * The parameter `unit` by USCC, name or short name; `null` where that names no unit.
 *
 * @throws ImportRefused where it names several, or is a USCC with a fault
 */
export async function findUnit(db: DataSource, text: string): Promise<string | null> {
  const units = await db.query<KnownUnit[]>(FIND_UNITS, [[], [fold(text)]]);
  const [unit, ...others] = units;
  if (others.length > 0) {
    throw new ImportRefused("UNIT_AMBIGUOUS", `叫“${text}”的单位不止一个，请填统一社会信用代码。`, 400);
  }
  const fault = unit === undefined ? faultOf(text) : null;
  if (fault) throw new ImportRefused(fault.code, `参数 unit 有误：${describeUsccFault(fault)}`, 400);
  return unit?.id ?? null;
}

class UnitFinder {
  readonly #byText = new Map<string, KnownUnit[]>();

  constructor(
    units: readonly KnownUnit[],
    private readonly scope: ImportScope,
    private readonly ofList: KnownUnit | undefined,
  ) {
    for (const unit of units) {
      for (const text of new Set([unit.id, unit.uscc, fold(unit.name), fold(unit.shortName)])) {
        if (text !== null) this.#byText.set(text, [...(this.#byText.get(text) ?? []), unit]);
      }
    }
  }

  settle(row: ImportRow<OwnedValues>): void {
    const sent = row.values.unit;
    if (sent === null && this.scope.isCheck && this.scope.unitId === null && !this.ofList) {
      row.values.unit = SOME_UNIT;
      return;
    }
    const unit = sent === null ? this.#unitOfList(row) : this.#unitNamed(row, sent);
    if (unit === null) return;
    row.values.unit = unit.id;
    if (!may(this.scope.viewer, "list.publish", { unitId: unit.id, areaCode: unit.areaCode })) {
      row.refuse("unit", "OUT_OF_SCOPE", `您不能替“${unit.shortName}”报送，这一行没有导入。`);
    } else if (this.scope.unitId !== null && unit.id !== this.scope.unitId) {
      row.refuse("unit", "UNIT_MISMATCH", `这份清单报给一个单位，这一行却是“${unit.shortName}”的。`);
    }
  }

  #unitOfList(row: ImportRow<OwnedValues>): KnownUnit | null {
    if (this.ofList) return this.ofList;
    if (this.scope.unitId === null) {
      row.refuse("unit", "UNIT_MISSING", "没有写单位，也没有用参数 unit 指明是哪个单位的清单。");
    } else {
      row.refuse("unit", "UNKNOWN_UNIT", "这份清单的单位还没有登记。", "请先在成员单位里登记。");
    }
    return null;
  }

  #unitNamed(row: ImportRow<OwnedValues>, sent: string): KnownUnit | null {
    const text = fold(sent);
    const found = this.#byText.get(text) ?? [];
    const own = found.filter(({ id, areaCode }) =>
      may(this.scope.viewer, "list.publish", { unitId: id, areaCode }),
    );
    const [unit, ...others] = own.length > 0 ? own : found;
    if (unit && others.length === 0) return unit;
    if (unit) {
      row.refuse("unit", "UNIT_AMBIGUOUS", `叫“${sent}”的单位不止一个，请填统一社会信用代码。`);
      return null;
    }
    const fault = faultOf(text);
    if (fault) {
      row.refuse("unit", fault.code, describeUsccFault(fault));
    } else {
      row.refuse(
        "unit",
        "UNKNOWN_UNIT",
        `没有登记过单位“${sent.slice(0, 50)}”。`,
        "请填登记的全称、简称或统一社会信用代码。",
      );
    }
    return null;
  }
}

/** As texts are compared: an id and a USCC in their own letter case, a name without spaces. */
function fold(text: string): string {
  if (isUUID(text)) return text.toLowerCase();
  const uscc = normaliseUscc(text);
  return looksLikeUscc(uscc) ? uscc : text.normalize("NFKC").replace(/\s+/g, "");
}

function faultOf(text: string): UsccFault | null {
  const uscc = normaliseUscc(text);
  return looksLikeUscc(uscc) ? usccFault(uscc) : null;
}

function looksLikeUscc(text: string): boolean {
  return /^[0-9A-Z]{18}$/.test(text);
}
