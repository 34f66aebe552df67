import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Finding } from "./finding.ts";
import { PROJECT, runProgram } from "./run-program.ts";

const MINUTES = 10;

/** What of Jest's report counts here. */
interface Report {
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

interface TestChoice {
  readonly files: readonly string[];
  /** Which tests of these files; all by default. */
  readonly named?: string;
  /** Whether they measure times. */
  readonly isTime?: boolean;
}

/** Runs tests of the project, one after another, as a figure: how many there are, and how many hold. */
export async function runTests(what: string, { files, named, isTime = false }: TestChoice): Promise<Finding> {
  const { results, isWhole } = await report(files, named);
  const tests = results.filter(({ status }) => status !== "pending");
  const passed = tests.filter(({ status }) => status === "passed");
  return {
    what,
    asked: "全部 all tests",
    measured: `${passed.length} / ${tests.length}`,
    isMet: isWhole && tests.length > 0 && passed.length === tests.length,
    isTime,
  };
}

async function report(
  files: readonly string[],
  named = "",
): Promise<{ results: Report["testResults"][number]["assertionResults"]; isWhole: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), "gongjian-promises-"));
  const path = join(folder, "report.json");
  try {
    const jest = join(PROJECT, "node_modules", "jest", "bin", "jest.js");
    const args = [jest, "--runInBand", "--json", `--outputFile=${path}`, "--testNamePattern", named];
    await runProgram([...args, "--runTestsByPath", ...files], { minutes: MINUTES });
    const { testResults, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(path, "utf8")) as Report;
    for (const { message } of testResults) if (message !== "") console.log(message);
    return {
      results: testResults.flatMap(({ assertionResults }) => assertionResults),
      isWhole: numRuntimeErrorTestSuites === 0 && testResults.length === files.length,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
