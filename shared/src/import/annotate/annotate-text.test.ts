import { buffer } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { sample } from "../../testing/sample-city.ts";
import { mapHeadings } from "../headings.ts";
import { cellsUpload } from "../sheet.ts";
import type { ImportReport } from "../report.ts";
import { uploadedBuffer } from "../testing/uploaded-buffer.ts";
import { annotateUpload } from "./annotate-upload.ts";
import { problemAt, reportOf } from "./testing/report-of.ts";

async function annotated(file: string | Buffer, report: ImportReport, chunkSize?: number): Promise<string> {
  const upload = uploadedBuffer(Buffer.from(file), chunkSize);
  const { stream } = await annotateUpload(upload, cellsUpload([], []), report);
  return (await buffer(stream)).toString("utf8");
}

function cellsOf(csv: string, delimiter = ","): string[][] {
  return parse(csv, {
    bom: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: false,
    record_delimiter: ["\r\n", "\n", "\r"],
  });
}

const FILE = "编号,名称,数量\r\n1,轮椅,5\r\n2,“拐杖”,-3\r\n\r\n3,,=1+1\r\n";

test("each row of a CSV says what became of it, with the columns' letters", async () => {
  const report = reportOf(
    "CSV",
    [
      { row: 2, verdict: "CORRECT", outcome: "CHANGED" },
      { row: 3, verdict: "REJECT" },
      { row: 5, outcome: "UNCHANGED" },
    ],
    {
      problems: [
        problemAt(2, "B", "“名称”里有换行，已合成一行。", { severity: "CORRECTED" }),
        problemAt(3, "C", "数量不能是负数。"),
        problemAt(3, null, "与第 2 行重复。"),
      ],
    },
  );
  expect(await annotated(FILE, report)).toBe(
    "\ufeff编号,名称,数量,导入结果,问题与建议\r\n" +
      "1,轮椅,5,更正·有变,B 列：“名称”里有换行，已合成一行。请改正。\r\n" +
      "2,“拐杖”,-3,退回,C 列：数量不能是负数。请改正；与第 2 行重复。请改正。\r\n" +
      "\r\n" +
      "3,,=1+1,收·未变,\r\n",
  );
});

test("what concerns the sheet as a whole stands in its first row", async () => {
  const report = reportOf("CSV", [{ row: 2 }, { row: 3 }, { row: 5 }], {
    problems: [problemAt(1, "D", "认不出 D 列“备注”。", { severity: "NOTICE" })],
    dryRun: true,
    problemsOmitted: 7,
    counts: { total: 3, new: 3, changed: 0, unchanged: 0, withdrawn: 2, refused: 0, corrected: 0 },
  });
  const [, first, second] = cellsOf(await annotated(FILE, report));
  expect(first?.at(-1)).toBe(
    "全表：D 列：认不出 D 列“备注”。请改正；全表：这是试算，没有写入；" +
      "全表：撤下 2 条已发布而本次没有列出的；全表：问题太多，还有 7 处没有列出。",
  );
  expect(second?.at(-1)).toBe("");
});

test("rows that are right say so when others kept the whole list out", async () => {
  const report = reportOf(
    "CSV",
    [
      { row: 2, outcome: null },
      { row: 3, verdict: "REJECT" },
    ],
    {
      code: "ROWS_REFUSED",
    },
  );
  expect(cellsOf(await annotated(FILE, report)).map((cells) => cells[3])).toEqual([
    "导入结果",
    "收·未发布",
    "退回",
    undefined,
    undefined,
  ]);
});

test("titles above the heading and sums below stay as they are", async () => {
  const file = "资源清单\n编号;名称\n1;轮椅\n合计;1";
  const text = await annotated(file, reportOf("CSV", [{ row: 3 }], { headingRow: 2 }));
  expect(text).toBe("\ufeff资源清单\n编号;名称;导入结果;问题与建议\n1;轮椅;收·新增;\n合计;1");
});

test("a sheet that comes back corrected gets its columns anew, not two more", async () => {
  const report = reportOf("CSV", [{ row: 2 }, { row: 3 }, { row: 5 }]);
  const once = await annotated(FILE, report);
  const again = await annotated(once, { ...report, encoding: "UTF-8-BOM" });
  expect(again).toBe(once);
});

test("the added columns and fields are passed over without a word when the sheet is sent again", () => {
  const columns = [{ field: "title", label: "资源名称", headings: ["名称"], required: true }];
  const { notices } = mapHeadings(["名称", "导入结果", "问题与建议", "_result", "_problems"], columns);
  expect(notices).toEqual([]);
});

test.each([
  ["启工职校资源清单_GBK.csv", "GB18030"],
  ["康禾医院资源清单_UTF8BOM.csv", "UTF-8-BOM"],
])("%s comes back with every cell as it was sent, for Excel to open", async (name, encoding) => {
  const file = sample(`as_sent/${name}`);
  const sent = cellsOf(new TextDecoder(encoding === "GB18030" ? "gb18030" : "utf-8").decode(file));
  const rows = sent.slice(1).map((_, i) => ({ row: i + 2 }));
  const text = await annotated(file, reportOf("CSV", rows, { encoding }), 7);
  expect(text.startsWith("\ufeff")).toBe(true);
  expect(cellsOf(text)).toEqual(
    sent.map((cells, i) => [...cells, ...(i === 0 ? ["导入结果", "问题与建议"] : ["收·新增", ""])]),
  );
});

const cell = fc.string({
  unit: fc.constantFrom("轮", "椅", "a", "1", '"', ",", ";", "\t", " ", "\n", "\r", "=", "-"),
});
const tables = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });

test("whatever a CSV holds, its cells are the same afterwards", async () => {
  await fc.assert(
    fc.asyncProperty(
      tables,
      fc.constantFrom("\r\n", "\n", "\r"),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (table, lineEnd, isEnded, chunkSize) => {
        const lines = [["编号", "名称", "数量"], ...table].map((cells) =>
          cells.map(quotedIfNeeded).join(","),
        );
        const file = lines.join(lineEnd) + (isEnded ? lineEnd : "");
        const sent = cellsOf(file);
        const rows = sent.slice(1).map((_, i) => ({ row: i + 2, verdict: "REJECT" as const }));
        const report = reportOf("CSV", rows, {
          problems: rows.map(({ row }) => problemAt(row, "A", "=错，\n错。")),
        });
        const text = await annotated(file, report, chunkSize);
        const got = cellsOf(text);
        expect(got.map((cells, i) => cells.slice(0, sent[i]?.length))).toEqual(sent);
        expect(new Set(got.map((cells) => cells.length)).size).toBe(1);
        for (const cells of got.slice(1))
          expect(cells.slice(-2)).toEqual(["退回", "A 列：=错，\n错。请改正。"]);
        expect(onlyAdditions(file, text)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

/** Whether the text is the file with something put in here and there, and nothing taken away. */
function onlyAdditions(file: string, text: string): boolean {
  let at = 0;
  for (const character of file) {
    at = text.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function quotedIfNeeded(text: string): string {
  return /[",\r\n;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

describe("JSON", () => {
  const LINES = '{"名称":"轮椅", "数量": 5.00}\r\n{}\n\n{"名称":"拐杖","_result":"退回","_problems":"旧"}';

  test("keeps the form of one array, an object a line", async () => {
    const report = reportOf("JSONL", [{ row: 1 }, { row: 2, outcome: "UNCHANGED" }]);
    const text = await annotated('[{"名称": "轮,椅"},\n  {"数量":[1]}]', report, 4);
    expect(text).toBe(
      '[\n{"名称": "轮,椅","_result":"收·新增","_problems":""},\n' +
        '{"数量":[1],"_result":"收·未变","_problems":""}\n]\n',
    );
  });

  test("lines get what became of them as two more fields, and keep the rest to the letter", async () => {
    const report = reportOf(
      "JSONL",
      [{ row: 1 }, { row: 2, verdict: "REJECT" }, { row: 4, outcome: "CHANGED" }],
      {
        problems: [{ ...problemAt(2, "A", "必填。"), heading: "名称" }],
      },
    );
    expect(await annotated(LINES, report, 3)).toBe(
      '{"名称":"轮椅", "数量": 5.00,"_result":"收·新增","_problems":""}\r\n' +
        '{"_result":"退回","_problems":"“名称”：必填。请改正。"}\n\n' +
        '{"名称":"拐杖","_result":"收·有变","_problems":""}',
    );
  });
});

test("the file is called what the sender called it, with 导入结果 behind", async () => {
  const nameOf = async (fileName: string | null): Promise<string> => {
    const report = reportOf("CSV", [{ row: 2 }], { fileName });
    const answer = await annotateUpload(uploadedBuffer(Buffer.from(FILE)), cellsUpload([], []), report);
    answer.stream.destroy();
    return answer.fileName;
  };
  expect(await nameOf("九月 清单.v2.CSV")).toBe("九月 清单.v2_导入结果.csv");
  expect(await nameOf("../../etc/\u0000x.csv")).toBe(".._.._etc_x_导入结果.csv");
  expect(await nameOf(null)).toBe("resources_导入结果.csv");
});
