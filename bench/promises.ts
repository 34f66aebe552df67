/**
 * What the platform promises, and what is measured: each promise by its check, in a table. Ends with 1 where one
 * that was checked is not met. The short form takes three minutes on a quiet machine.
 *
 *   npm run promises      FULL=1 (hours), ONLY=5,8
 */
import "reflect-metadata";
import type { Finding } from "./promises/finding.ts";
import { judge } from "./promises/judge.ts";
import { PLEDGES, type Pledge } from "./promises/pledges.ts";

const IS_FULL = process.env.FULL === "1";

/** A promise and what came of it. */
interface Verdict {
  readonly pledge: Pledge;
  /** Nothing where it was not checked. */
  readonly findings: readonly Finding[];
}

async function main(): Promise<void> {
  const verdicts: Verdict[] = [];
  for (const pledge of chosen()) {
    const begun = performance.now();
    const isChecked = pledge.check !== null && (IS_FULL || !pledge.isLong);
    const findings = pledge.check && isChecked ? await judge(pledge.check, IS_FULL) : [];
    verdicts.push({ pledge, findings });
    if (!isChecked) continue;
    const seconds = Math.round((performance.now() - begun) / 1000);
    console.log(`${pledge.number}  ${pledge.name}  ${markOf(isMet(findings))}  ${seconds} s`);
  }
  console.table(Object.fromEntries(verdicts.flatMap(rowsOf)));
  const checked = verdicts.filter(({ findings }) => findings.length > 0);
  const met = checked.filter(({ findings }) => isMet(findings));
  console.log(
    `查了 ${checked.length} 项，兑现 ${met.length} 项；没查 ${verdicts.length - checked.length} 项。` +
      `${checked.length} checked, ${met.length} met; ${verdicts.length - checked.length} not checked.`,
  );
  // What a check leaves behind must not keep the table from being the end.
  process.exit(met.length === checked.length ? 0 : 1);
}

/** @throws where ONLY names something else than promises */
function chosen(): readonly Pledge[] {
  const { ONLY = "" } = process.env;
  if (ONLY === "") return PLEDGES;
  return ONLY.split(",").map((text) => {
    const found = PLEDGES.find(({ number }) => number === Number(text));
    if (!found) throw new Error(`ONLY=${ONLY}: 没有承诺 there is no promise ${text}`);
    return found;
  });
}

function isMet(findings: readonly Finding[]): boolean {
  return findings.every((finding) => finding.isMet);
}

function rowsOf({ pledge: { number, name, check }, findings }: Verdict): [string, object][] {
  const unchecked = check ? "长测 FULL=1" : "尚无检查 not checked yet";
  const isChecked = findings.length > 0;
  return [
    [`№ ${number}`, row(name, "", isChecked ? "" : unchecked, isChecked ? markOf(isMet(findings)) : "")],
    ...findings.map(({ what, asked, measured, isMet: kept }, i): [string, object] => [
      `№ ${number}.${i + 1}`,
      row(`  ${what}`, asked, measured, markOf(kept)),
    ]),
  ];
}

function row(promise: string, asked: string, measured: string, met: string): object {
  return { "承诺 promise": promise, "要求 asked": asked, "实测 measured": measured, "兑现 met": met };
}

function markOf(kept: boolean): string {
  return kept ? "✓" : "✗";
}

void main();
