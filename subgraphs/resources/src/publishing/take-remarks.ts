import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { Cell, CellParser, ImportScope } from "@gongjian/shared/import/list-definition";
import { choice } from "@gongjian/shared/import/values/choice";
import { period } from "@gongjian/shared/import/values/date";
import { days } from "@gongjian/shared/import/values/days";
import { foldWord } from "@gongjian/shared/import/values/text";
import type { ResourceValues } from "./store-resources.ts";
import { COST_WORDS } from "./words.ts";

const FIELD = "remarks";
const LABEL = "备注";

const parsePeriod = period();
const parseCost = choice(COST_WORDS);
const parseDays = days();

/** 城东社区范围, 范围：全市. */
const AREA = /^(?:服务|适用|覆盖)?范围[:：为]\s*(.{2,30})$|^(.{2,20}?)(?:辖区)?范围(?:内)?$/;
const DATE = "\\d{4}\\s*(?:[-/.]|年)";
const PERIOD = new RegExp(
  `^(?:有效期|期限)[为是:：]?.*\\d|^${DATE}.*(?:[-~—–至到]).*\\d|^(?:用到|截至|截止到?|至|到)\\s*${DATE}|^长期有效$|^${DATE}.*起$`,
);
const NOTICE =
  /^(?:需要?|请|至少)?提前\s*(\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(个?工作日|天|日|周|个?星期)(?:说|讲|联系|预约|告知|通知|打招呼)?$/;
const QUALIFICATION =
  /^(?:有|持有?|具有|具备)?\p{Script=Han}{1,12}(?:师|证|证书|执照|许可证|资质|资格|护士|教练)(?:[（(].{1,20}[）)])?$/u;

/** Words that mean a price only in a column of their own. */
const TOO_SHORT_FOR_COST = 2;

type Row = ImportRow<ResourceValues>;

/**
 * Sheets without columns for them keep place, period, price, notice and licence in the remarks, parted by
 * semicolons. What fills a field that has nothing yet goes there; the rest stays a remark.
 */
export function takeRemarks(row: Row, scope: ImportScope): void {
  const { values } = row;
  if (values.remarks === null) return;
  const cell = new RemarkCell(row, scope);
  const left = values.remarks
    .split(/[;；\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "" && !TAKERS.some((take) => take(values, part, cell)));
  values.remarks = left.length === 0 ? null : left.join("；");
}

/** Takes a part that belongs to its field; false: it does not, or the field has something already. */
type Taker = (values: ResourceValues, part: string, cell: RemarkCell) => boolean;

const TAKERS: readonly Taker[] = [
  (values, part) => {
    const match = values.area === null ? AREA.exec(part) : null;
    if (match) values.area = match[1] ?? match[2] ?? null;
    return match !== null;
  },
  (values, part, cell) => {
    const isKnown = values.from !== null || values.to !== null || values.period !== null;
    if (isKnown || !PERIOD.test(part)) return false;
    values.period = cell.read(parsePeriod, part);
    return true;
  },
  (values, part, cell) => {
    const isCost = values.cost === null && part.length >= TOO_SHORT_FOR_COST && COSTS.has(foldWord(part));
    if (isCost) values.cost = cell.read(parseCost, part);
    return isCost;
  },
  (values, part, cell) => {
    const match = values.minNoticeDays === null ? NOTICE.exec(part) : null;
    if (match) values.minNoticeDays = cell.read(parseDays, `${match[1] ?? ""}${match[2] ?? ""}`);
    return match !== null;
  },
  (values, part) => {
    const isLicence = values.qualification === null && QUALIFICATION.test(part);
    if (isLicence) values.qualification = part;
    return isLicence;
  },
];

const COSTS = new Set(Object.values(COST_WORDS).flatMap((words) => words.map(foldWord)));

class PartRefused extends Error {}

/** The remarks as the parsers of other columns see them: what they say is told at this column. */
class RemarkCell implements Cell {
  readonly label = LABEL;
  readonly present = true;
  readonly today: string;
  readonly year: number | null;

  constructor(
    private readonly row: Row,
    { caption, clock }: ImportScope,
  ) {
    this.today = caption?.filedOn ?? clock.today();
    this.year = caption?.year ?? null;
  }

  /** Null where the part was refused; the row already knows why. */
  read<T>(parse: CellParser<T>, part: string): T | null {
    try {
      return parse(part, this);
    } catch (error) {
      if (error instanceof PartRefused) return null;
      throw error;
    }
  }

  refuse(code: string, message: string, suggestion: string | null = null): never {
    this.row.refuse(FIELD, code, message, suggestion);
    throw new PartRefused();
  }

  correct(code: string, message: string, suggestion: string | null = null): void {
    this.row.correct(FIELD, code, message, suggestion);
  }
}
