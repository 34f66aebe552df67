import { lexicon } from "../../understanding/lexicon.ts";
import { checkLexicon } from "./check-lexicon.ts";
import { isError } from "./finding.ts";
import { reportFindings } from "./report-findings.ts";
import { sayText } from "./say-text.ts";

const USAGE = `用法 Usage:
  npm run lexicon                        检查词库 check the lexicon
  npm run lexicon -- --all               列出全部提醒 list all warnings
  npm run lexicon -- say "标题｜说明"    看一段文字怎样被理解 show how a text is understood`;

/** Of one kind of warning, so that the rest can be seen. */
const MOST_SHOWN = 20;

/** `npm run lexicon`, for whoever adds ways of saying things. @returns the exit code */
function main(words: readonly string[]): number {
  const [command, ...texts] = words;
  if (command === "say" && texts.length > 0) return print(sayText(texts.join("｜")), 0);
  if (command !== undefined && command !== "--all") return print([USAGE], 2);
  const findings = checkLexicon(lexicon().folder);
  const most = command === "--all" ? findings.length : MOST_SHOWN;
  return print(reportFindings(findings, most), findings.some(isError) ? 1 : 0);
}

function print(lines: readonly string[], exitCode: number): number {
  process.stdout.write(`${lines.join("\n")}\n`);
  return exitCode;
}

process.exitCode = main(process.argv.slice(2));
