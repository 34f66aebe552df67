import { decodedText, type ByteSource, type Encoding } from "../decode.ts";
import { arrayElements } from "../jsonl/json-texts.ts";
import { jsonLayoutOf, type JsonLayout } from "../jsonl.ts";
import { RESULT_FIELDS } from "./result-headings.ts";
import type { RowRemark, RowRemarks } from "./row-remarks.ts";

const { verdict: RESULT, text: PROBLEMS } = RESULT_FIELDS;

/** Characters that tell one layout from the other. */
const BEGINNING = 100;

/** How the objects of a JSON file that the import has read are laid out. */
export async function jsonLayout(file: ByteSource, encoding: Encoding): Promise<JsonLayout> {
  let beginning = "";
  for await (const text of decodedText(file, encoding)) {
    beginning = (beginning + text).trimStart();
    if (beginning.length >= BEGINNING) break;
  }
  return jsonLayoutOf(beginning) ?? "LINES";
}

/**
 * JSON lines with `_result` and `_problems` added to every object. What was sent stays as it was to the
 * character, unless an earlier report has added its own: that is replaced.
 */
export async function* annotatedJsonLines(
  file: ByteSource,
  encoding: Encoding,
  remarks: RowRemarks,
): AsyncGenerator<string> {
  let row = 0;
  for await (const lines of linesOf(decodedText(file, encoding))) {
    yield lines.map((line) => annotated(line, remarks.of(null, ++row))).join("");
  }
}

/** The same for one array of objects: each gets a line, and stays what it is. */
export async function* annotatedJsonArray(
  file: ByteSource,
  encoding: Encoding,
  remarks: RowRemarks,
): AsyncGenerator<string> {
  let before = "[\n";
  for await (const elements of arrayElements(decodedText(file, encoding))) {
    for (const { number, text } of elements) {
      yield before + annotated(text, remarks.of(null, number));
      before = ",\n";
    }
  }
  yield "\n]\n";
}

/** Lines with their ends, as many as came at once. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  let rest = "";
  for await (const chunk of text) {
    const lines = (rest + chunk).split(/(?<=\n)/);
    rest = lines.pop() ?? "";
    if (lines.length > 0) yield lines;
  }
  if (rest !== "") yield [rest];
}

function annotated(object: string, remark: RowRemark | null): string {
  if (remark === null) return object;
  const added = JSON.stringify({ [RESULT]: remark.verdict, [PROBLEMS]: remark.text });
  const sent = withoutOldResult(object);
  const end = sent.lastIndexOf("}");
  const before = sent.slice(0, end);
  const comma = /\{\s*$/.test(before) ? "" : ",";
  return before + comma + added.slice(1, -1) + sent.slice(end);
}

function withoutOldResult(object: string): string {
  if (!object.includes(RESULT) && !object.includes(PROBLEMS)) return object;
  const read = JSON.parse(object) as Record<string, unknown>;
  if (!(RESULT in read) && !(PROBLEMS in read)) return object;
  const sent = Object.entries(read).filter(([key]) => key !== RESULT && key !== PROBLEMS);
  return JSON.stringify(Object.fromEntries(sent)) + (/\s*$/.exec(object)?.[0] ?? "");
}
