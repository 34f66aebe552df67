import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lexicon } from "../../understanding/lexicon.ts";
import { checkLexicon } from "./check-lexicon.ts";
import { isError } from "./finding.ts";
import { reportFindings } from "./report-findings.ts";
import { sayText } from "./say-text.ts";

const CONCEPTS = "categories,concept,broader,expressions,hints";
const EXAMPLES = "category,concept,side,text";
const GOOD = "G01,理发,,理发、剪头发,老人";

let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "lexicon-"));
});
afterEach(() => {
  rmSync(data, { recursive: true });
});

function write(file: string, lines: readonly string[]): void {
  const path = join(data, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `\uFEFF${lines.join("\r\n")}\r\n`);
}

/** What is found in a lexicon of these lines, each as `kind file:line`. */
function found(concepts: readonly string[], examples: readonly string[] = []): string[] {
  write("lexicon/concepts/A.csv", [CONCEPTS, ...concepts]);
  write("lexicon/examples/A.csv", [EXAMPLES, ...examples]);
  return checkLexicon(data).map(({ kind, file, line }) => `${kind} ${file.replace("lexicon/", "")}:${line}`);
}

it("the project's own lexicon has no errors", () => {
  expect(checkLexicon(lexicon().folder).filter(isError)).toEqual([]);
});

it("nothing is said of a lexicon that is as it should be, comments and empty lines apart", () => {
  expect(found(["# 说明", "", GOOD], ["G01,理发,need,头发长了｜"])).toEqual([]);
});

describe("in a concept", () => {
  it.each([
    ["a half-width comma between expressions", ["G01,理发,,理发,剪头发,老人"], "HALF_WIDTH_COMMA"],
    ["a cell that is missing", ["G01,理发,,理发"], "CELLS"],
    ["no name", ["G01,,,理发,"], "NO_NAME"],
    ["a category that the catalogue does not have", ["G99,理发,,理发,"], "UNKNOWN_CATEGORY"],
    ["a family where a leaf is needed", ["G,理发,,理发,"], "UNKNOWN_CATEGORY"],
    ["a broader concept that nobody wrote", ["G01,理发,修面,理发,"], "UNKNOWN_BROADER"],
    ["itself as the broader one", ["G01,理发,理发,理发,"], "CIRCULAR_BROADER"],
    ["the same expression twice, once in full-width letters", ["C01,屏幕,,LED屏、ＬＥＤ屏,"], "SAID_TWICE"],
    ["one character", ["G01,理发,,剃,"], "ONE_CHARACTER"],
    ["punctuation inside an expression", ["G01,理发,,剪头，刮脸,"], "NEVER_MATCHES"],
  ])("%s is found", (_what, lines, kind) => {
    expect(found(lines)).toEqual([`${kind} concepts/A.csv:2`]);
  });

  it("the name of another concept is found where it stands the second time", () => {
    expect(found([GOOD, "G01,剃头,,剃头,", "G01,理发,,刮脸,"])).toEqual([
      "DUPLICATE_CONCEPT concepts/A.csv:4",
    ]);
  });

  it("a circle of broader concepts is found at each of them, and not below", () => {
    expect(found(["G01,甲,乙,甲的,", "G01,乙,丙,乙的,", "G01,丙,乙,丙的,"])).toEqual([
      "CIRCULAR_BROADER concepts/A.csv:3",
      "CIRCULAR_BROADER concepts/A.csv:4",
    ]);
  });

  it("an expression of another leaf's concept is found, and one of the same leaf's is not", () => {
    expect(found([GOOD, "B04,理发培训,,剪头发,", "G01,上门理发,,理发,"])).toEqual([
      "SHARED concepts/A.csv:2",
    ]);
  });

  it("an expression that stands in more than one of a hundred texts is found", () => {
    const texts = Array.from(
      { length: 601 },
      (_, at) => `G01,理发,need,${at < 7 ? "剪头发" : "别的"}${at}｜`,
    );
    expect(found([GOOD], texts)).toEqual(["TOO_GENERAL concepts/A.csv:2"]);
    expect(found([GOOD], texts.slice(1))).toEqual([]);
  });
});

it("an example has a known category and concept, a side and a text", () => {
  const examples = ["G99,理发,need,头发长了｜", "G01,修面,need,胡子长｜", "G01,理发,ask,头发长｜"];
  expect(found([GOOD], [...examples, "G01,理发,need,｜", "G01,理发,need,头发长,想剪｜"])).toEqual([
    "UNKNOWN_CATEGORY examples/A.csv:2",
    "UNKNOWN_CONCEPT examples/A.csv:3",
    "UNKNOWN_SIDE examples/A.csv:4",
    "NO_TEXT examples/A.csv:5",
    "HALF_WIDTH_COMMA examples/A.csv:6",
  ]);
});

it("a file without its heading is told first", () => {
  write("lexicon/concepts/A.csv", [GOOD]);
  write("lexicon/examples/A.csv", [EXAMPLES]);
  expect(checkLexicon(data)).toEqual([
    {
      kind: "HEADING",
      file: "lexicon/concepts/A.csv",
      line: 1,
      message: `第一行应当是 ${CONCEPTS}，现在是 ${GOOD}。`,
    },
  ]);
});

it("errors are printed with file and line, warnings only as many as asked", () => {
  found(["G01,理发,,剃、刮,", "G9,修面,,刮胡子,"]);
  expect(reportFindings(checkLexicon(data), 1)).toEqual([
    "错误 UNKNOWN_CATEGORY 类别代码不在目录里：1 处",
    "  data/lexicon/concepts/A.csv:3  目录里没有类别“G9”，见 categories.csv；几个类别之间用空格。",
    "提醒 ONE_CHARACTER 说法只有一个字：2 处",
    "  data/lexicon/concepts/A.csv:2  “理发”的“剃”只有一个字，只在分词后单独成词时才算；换成更长的说法更稳。",
    "  …另有 1 处，加 --all 全部列出。",
    "共 1 处错误，2 处提醒。1 errors, 2 warnings.",
  ]);
});

it("the command ends with 1 where there are errors, and with 0 for warnings alone", () => {
  const command = (): { status: number | null; stdout: string } =>
    spawnSync(
      process.execPath,
      [require.resolve("tsx/cli"), ...OPTIONS, join(__dirname, "lexicon-command.ts")],
      {
        env: { ...process.env, GONGJIAN_CATALOGUE: data },
        encoding: "utf8",
        timeout: 20_000,
      },
    );
  for (const file of [
    "categories.csv",
    "category_aliases.csv",
    "lexicon/words.txt",
    "lexicon/stop_words.txt",
  ]) {
    cpSync(join(lexicon().folder, file), join(data, file));
  }
  found(["G01,理发,,剃,"]);
  expect(command()).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("0 errors, 1 warnings") as string,
  });
  found(["G99,理发,,剃,"]);
  expect(command()).toMatchObject({ status: 1, stdout: expect.stringContaining("A.csv:2") as string });
});

const OPTIONS = [
  "--tsconfig",
  join(__dirname, "../../../../../../tsconfig.base.json"),
  "--conditions=development",
];

it("a secretary can see how a text is understood", () => {
  const said = sayText("想借轮椅｜老人出院后用两个月");
  expect(said[0]).toBe("文字 Text：想借轮椅｜老人出院后用两个月");
  expect(said[2]).toMatch(/^说到的概念 Concepts said：.*轮椅.*C04/);
  expect(said[5]).toMatch(/^类别 Categories：C04 医疗辅具 \d+%/);
});
