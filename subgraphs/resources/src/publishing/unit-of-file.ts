import { ImportRefused } from "@gongjian/shared/import/import-refused";
import type { ImportScope } from "@gongjian/shared/import/list-definition";
import type { EntityManager } from "typeorm";
import type { KnownUnit } from "./resolve-units.ts";

/** What stands in a text; short names of one character would stand anywhere. */
const FIND_NAMED = `
  select id, uscc, name, short_name as "shortName", area_code as "areaCode" from unit
  where position(replace(normalize(name, nfkc), ' ', '') in $1) > 0
    or (length(short_name) > 1 and position(replace(normalize(short_name, nfkc), ' ', '') in $1) > 0)`;

/** 白云社区大党委成员单位资源清单 is a form of that community's and names no sender. */
const OWNER_OF_FORM = /^(?:大?党委|党总支|党支部|辖区|片区|网格|共驻|共建|成员单位|联席)/;

/**
 * The unit that the sheet's caption (填报单位) names, else the file's name; undefined for none or several.
 * Asked once for each sheet of an upload.
 *
 * @param own the unit to which the list would go without this
 * @throws UNIT_MISMATCH if it is another one than `own`, unless the sender has said whose list it is: a
 * neighbour's sheet is easily picked by mistake, and must not be published as one's own
 */
export async function unitOfFile(
  tx: EntityManager,
  scope: ImportScope,
  own: KnownUnit | undefined,
): Promise<KnownUnit | undefined> {
  if (scope.isUnitGiven) return undefined;
  const texts = [scope.caption?.unit ?? "", scope.fileName ?? ""].map(folded);
  const key = `unit of file ${texts.join("\n")}`;
  const { memo } = scope.session;
  if (!memo.has(key)) memo.set(key, await namedUnits(tx, texts));
  const [inCaption, inFileName] = memo.get(key) as (KnownUnit | undefined)[];
  const named = inCaption ?? inFileName;
  const expected = own ?? inFileName;
  const other = [inCaption, inFileName].find((unit) => unit !== undefined && unit.id !== expected?.id);
  if (expected && other) throw mismatch(expected, other);
  return named;
}

async function namedUnits(tx: EntityManager, texts: readonly string[]): Promise<(KnownUnit | undefined)[]> {
  const units = await tx.query<KnownUnit[]>(FIND_NAMED, [texts.join("\n")]);
  return texts.map((text) => namedIn(text, units));
}

/** The one unit whose name stands in the text, the longest name first: 城东社区卫生站 is not 城东社区. */
function namedIn(text: string, units: readonly KnownUnit[]): KnownUnit | undefined {
  const lengthOf = ({ name, shortName }: KnownUnit): number =>
    Math.max(
      0,
      ...[name, shortName]
        .map(folded)
        .filter((part) => isNamed(part, text))
        .map(({ length }) => length),
    );
  const named = units.filter((unit) => lengthOf(unit) > 1).sort((a, b) => lengthOf(b) - lengthOf(a));
  const [first, second] = named;
  return first && second && lengthOf(first) === lengthOf(second) ? undefined : first;
}

function isNamed(name: string, text: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !OWNER_OF_FORM.test(text.slice(at + name.length));
}

function folded(text: string): string {
  return text.normalize("NFKC").replace(/\s+/g, "");
}

function mismatch(expected: KnownUnit, other: KnownUnit): ImportRefused {
  return new ImportRefused(
    "UNIT_MISMATCH",
    `这份清单写的是“${other.shortName}”，却要报给“${expected.shortName}”，没有导入。` +
      `确实要报给“${expected.shortName}”的，请用参数 unit 指明。`,
  );
}
