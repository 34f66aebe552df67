import { MOST_COLUMNS } from "../column-limit.ts";
import { ImportRefused } from "../import-refused.ts";
import type { ImportProblem } from "../report.ts";
import { isBlank, type SheetRecord } from "../sheet-record.ts";
import { jsonCell, NoCell } from "./json-cell.ts";
import type { JsonText } from "./json-texts.ts";

/** So many objects are looked at for their keys before the first row is given out. */
const OBJECTS_LOOKED_AT = 100;

/** Different unknown keys that are told of. */
const MOST_NOTICES = 50;

/** The heading stands in no row of the file. */
const HEADING_NUMBER = 0;

const LONGEST_SHOWN = 50;

interface JsonObject {
  readonly number: number;
  readonly cells: ReadonlyMap<string, string>;
}

/** Makes rows of objects: the keys of the first ones are the heading, in the order in which they were seen. */
export class JsonRecords {
  #waiting: JsonObject[] = [];
  /** Key → column, once the heading is settled. */
  readonly #columns = new Map<string, number>();
  #isSettled = false;
  readonly #told = new Set<string>();

  /** @param notices is told of keys that come too late */
  constructor(
    /** 行 or 个对象: what the numbers count. */
    private readonly counted: string,
    private readonly notices: ImportProblem[],
  ) {}

  /** @throws JSON_BROKEN, JSON_VALUE, TOO_MANY_COLUMNS */
  *add(texts: readonly JsonText[]): Generator<SheetRecord> {
    for (const text of texts) {
      const object = this.#parse(text);
      if (this.#isSettled) yield* this.#record(object);
      else this.#wait(object);
      if (this.#waiting.length === OBJECTS_LOOKED_AT) yield* this.settle();
    }
  }

  /** The heading and the objects that waited for it; also to be called at the end. */
  *settle(): Generator<SheetRecord> {
    if (this.#isSettled) return;
    this.#isSettled = true;
    if (this.#columns.size > 0) yield { number: HEADING_NUMBER, cells: [...this.#columns.keys()] };
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const object of waiting) yield* this.#record(object);
  }

  #wait(object: JsonObject): void {
    this.#waiting.push(object);
    for (const key of object.cells.keys()) {
      if (!this.#columns.has(key)) this.#columns.set(key, this.#columns.size);
    }
    if (this.#columns.size > MOST_COLUMNS) {
      throw new ImportRefused(
        "TOO_MANY_COLUMNS",
        `对象共有 ${this.#columns.size} 种键，最多 ${MOST_COLUMNS} 种。`,
      );
    }
  }

  *#record({ number, cells: sent }: JsonObject): Generator<SheetRecord> {
    const cells = Array<string>(this.#columns.size).fill("");
    for (const [key, cell] of sent) {
      const column = this.#columns.get(key);
      if (column !== undefined) cells[column] = cell;
      else if (cell.trim() !== "") this.#tell(key, number);
    }
    if (!isBlank(cells)) yield { number, cells };
  }

  #parse({ number, text }: JsonText): JsonObject {
    const value = this.#valueOf(number, text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new ImportRefused(
        "JSON_VALUE",
        `第 ${number} ${this.counted}不是对象，应为 {"列名": "内容", …}。`,
      );
    }
    const cells = new Map<string, string>();
    for (const [key, entry] of Object.entries(value)) {
      const cell = jsonCell(entry);
      if (cell instanceof NoCell) {
        throw new ImportRefused(
          "JSON_VALUE",
          `第 ${number} ${this.counted}的“${key.slice(0, LONGEST_SHOWN)}”${cell.reason}。`,
        );
      }
      cells.set(key, cell);
    }
    return { number, cells };
  }

  #valueOf(number: number, text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw new ImportRefused(
        "JSON_BROKEN",
        `第 ${number} ${this.counted}不是合格的 JSON，请检查引号、逗号和括号。`,
      );
    }
  }

  #tell(key: string, number: number): void {
    if (this.#told.has(key) || this.#told.size >= MOST_NOTICES) return;
    this.#told.add(key);
    const shown = key.slice(0, LONGEST_SHOWN);
    this.notices.push({
      sheet: null,
      row: number,
      column: null,
      field: null,
      heading: shown,
      severity: "NOTICE",
      code: "UNKNOWN_COLUMN",
      message: `“${shown}”到第 ${number} ${this.counted}才第一次出现，没有导入。`,
      suggestion: `请让前 ${OBJECTS_LOOKED_AT} 个对象里至少有一个带上这个键。`,
      value: null,
    });
  }
}
