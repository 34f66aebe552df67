import { MOST_COLUMNS } from "../column-limit.ts";
import { ImportRefused } from "../import-refused.ts";
import { isBlank, type SheetRecord } from "../sheet-record.ts";
import { DownFill, type TallRegion } from "./merged-cells.ts";
import { numberText } from "./number-text.ts";
import { cellPlace, rowNumber } from "./reference.ts";
import { brokenWorkbook, oversizedWorkbook } from "./refusals.ts";
import { RichText, unescaped } from "./rich-text.ts";
import type { Workbook } from "./workbook.ts";
import type { XmlHandler } from "./xml.ts";

const MOST_ROWS = 500_000;

/** Characters of one row, and of all: shared texts and merged cells make much text of few bytes. */
const LONGEST_ROW = 1024 * 1024;
const MOST_TEXT = 200 * 1024 * 1024;

/** Types whose value is text already. */
const WRITTEN: Readonly<Record<string, (value: string) => string>> = {
  str: unescaped,
  b: (value) => (value === "1" || value === "true" ? "TRUE" : "FALSE"),
  d: (value) => value.replace(/T00:00(?::00(?:\.0+)?)?Z?$/, "").replace(/T(\d{2}:\d{2}).*$/, " $1"),
};

type Attributes = Readonly<Record<string, string>>;

/** Gathers the rows of one worksheet from its elements; whoever feeds the parser takes them away. */
export class SheetRows implements XmlHandler {
  readonly #fill: DownFill;
  #ready: SheetRecord[] = [];
  #count = 0;
  #textLength = 0;

  #isInRows = false;
  #row = 0;
  #cells: string[] = [];

  #column = -1;
  #type = "n";
  #style = 0;
  #value = "";
  #isValue = false;
  readonly #inline = new RichText();

  constructor(
    private readonly workbook: Workbook,
    regions: readonly TallRegion[],
  ) {
    this.#fill = new DownFill(regions);
  }

  /** The rows since the last call that have something of their own. */
  take(): readonly SheetRecord[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  get waiting(): number {
    return this.#ready.length;
  }

  open(name: string, attributes: Attributes): void {
    if (name === "sheetData") this.#isInRows = true;
    if (!this.#isInRows) return;
    if (name === "c") this.#openCell(attributes);
    else if (name === "v") this.#isValue = true;
    else if (name === "row") this.#openRow(attributes);
    else this.#inline.open(name);
  }

  text(text: string): void {
    if (this.#isValue) this.#value += text;
    else this.#inline.add(text);
  }

  close(name: string): void {
    if (!this.#isInRows) return;
    if (name === "c") this.#closeCell();
    else if (name === "v") this.#isValue = false;
    else if (name === "row") this.#closeRow();
    else if (name === "sheetData") this.#isInRows = false;
    else this.#inline.close(name);
  }

  #openRow({ r }: Attributes): void {
    const row = r === undefined ? this.#row + 1 : rowNumber(r);
    if (row <= this.#row) throw brokenWorkbook("行的次序是乱的");
    this.#row = row;
    this.#cells = [];
    this.#column = -1;
  }

  #closeRow(): void {
    if (isBlank(this.#cells)) return;
    this.#count += 1;
    if (this.#count > MOST_ROWS) throw new ImportRefused("TOO_MANY_ROWS", `一次最多 ${MOST_ROWS} 行。`, 413);
    this.#fill.fill(this.#row, this.#cells);
    this.#countText();
    this.#ready.push({ number: this.#row, cells: this.#cells });
  }

  #countText(): void {
    let length = 0;
    for (const cell of this.#cells) length += cell.length;
    this.#textLength += length;
    if (length > LONGEST_ROW) {
      throw new ImportRefused("RECORD_TOO_LONG", `第 ${this.#row} 行超过 ${LONGEST_ROW} 字，不是清单。`);
    }
    if (this.#textLength > MOST_TEXT) throw oversizedWorkbook("文字太多");
  }

  #openCell({ r, s, t = "n" }: Attributes): void {
    const place = r === undefined ? { column: this.#column + 1, row: this.#row } : cellPlace(r);
    if (place.row !== this.#row) throw brokenWorkbook("单元格不在自己的行里");
    this.#column = place.column;
    this.#type = t;
    this.#style = s === undefined ? 0 : Number(s);
    this.#value = "";
    this.#inline.clear();
  }

  #closeCell(): void {
    const text = this.#text();
    if (text === "") return;
    if (this.#column >= MOST_COLUMNS) {
      throw new ImportRefused(
        "TOO_MANY_COLUMNS",
        `第 ${this.#row} 行超过 ${MOST_COLUMNS} 列，最多 ${MOST_COLUMNS} 列。`,
      );
    }
    while (this.#cells.length < this.#column) this.#cells.push("");
    this.#cells[this.#column] = text;
  }

  /** A formula has its last value; one that was never computed is empty. */
  #text(): string {
    if (this.#type === "inlineStr") return this.#inline.take();
    const value = this.#value;
    if (value === "" || this.#type === "e") return value;
    const { strings, styles, dateSystem } = this.workbook;
    if (this.#type === "s") return this.#shared(strings.at(Number(value)));
    if (this.#type === "n") return numberText(value, styles[this.#style] ?? "NUMBER", dateSystem);
    return WRITTEN[this.#type]?.(value) ?? value;
  }

  #shared(text: string | undefined): string {
    if (text === undefined) throw brokenWorkbook("有的单元格指向没有的文字");
    return text;
  }
}
