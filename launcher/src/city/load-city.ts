import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LauncherError } from "../launcher-error.ts";
import { type City, type CityList } from "./city-folder.ts";
import { countRecords } from "./count-records.ts";
import { type Progress } from "./progress.ts";

export interface LoadTarget {
  readonly gatewayUrl: string;
  /** The token to publish a list with. */
  tokenFor(list: CityList["list"]): Promise<string>;
  readonly signal: AbortSignal;
}

interface Report {
  readonly counts: { readonly total: number; readonly refused: number };
  readonly problems: readonly {
    readonly row: number;
    readonly heading: string | null;
    readonly severity: string;
    readonly code: string;
    readonly message: string;
  }[];
}

const NOT_YET_KNOWN = ["UNKNOWN_AREA", "UNKNOWN_UNIT"];
const REFUSALS_TOLD = 20;
const SETTLE_MS = 5_000;
const PAUSE_MS = 250;

/** Publishes every list of a city through the gateway, as its users do. Repeating it changes nothing. */
export async function loadCity(city: City, target: LoadTarget, progress: Progress): Promise<void> {
  for (const list of city.lists) {
    const csv = readFileSync(list.path);
    progress.begin(list.label, countRecords(csv));
    const report = await publishWhenKnown(list, csv, target);
    const { total, refused } = report.counts;
    progress.end(total - refused, total, refusals(report));
  }
}

/**
 * Areas and units reach the other subgraphs by events, a moment after they were published. Rows refused
 * because theirs are still unknown are sent again for as long as their number falls.
 */
async function publishWhenKnown(list: CityList, csv: Buffer, target: LoadTarget): Promise<Report> {
  let fewest = Infinity;
  let settled = Date.now() + SETTLE_MS;
  for (;;) {
    const report = await publish(list, csv, target);
    const unknown = report.problems.filter(({ code }) => NOT_YET_KNOWN.includes(code)).length;
    if (unknown < fewest) {
      fewest = unknown;
      settled = Date.now() + SETTLE_MS;
    }
    if (unknown === 0 || Date.now() >= settled) return report;
    await sleep(PAUSE_MS, undefined, { signal: target.signal });
  }
}

async function publish({ list, label, path }: CityList, csv: Buffer, target: LoadTarget): Promise<Report> {
  const parameters = new URLSearchParams({ filename: basename(path), mode: "merge", rows: "good" });
  const response = await fetch(`${target.gatewayUrl}/lists/${list}?${parameters.toString()}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await target.tokenFor(list)}`,
      "content-type": "text/csv",
      "idempotency-key": randomUUID(),
    },
    body: new Uint8Array(csv),
    signal: target.signal,
  });
  const text = await response.text();
  const report = parseReport(text);
  if (response.ok && report) return report;
  throw new LauncherError(
    `${label}（${path}）没有载入：${text.slice(0, 500)}`,
    `The list ${list} was not published (HTTP ${response.status}).`,
  );
}

function parseReport(text: string): Report | null {
  try {
    const report = JSON.parse(text) as Partial<Report>;
    return report.counts && report.problems ? (report as Report) : null;
  } catch {
    return null;
  }
}

function refusals({ problems }: Report): string[] {
  const lines = problems
    .filter(({ severity }) => severity === "REFUSED")
    .map(({ row, heading, message }) => `第 ${row} 行${heading === null ? "" : `“${heading}”`}：${message}`);
  if (lines.length <= REFUSALS_TOLD) return lines;
  return [...lines.slice(0, REFUSALS_TOLD), `另有 ${lines.length - REFUSALS_TOLD} 处。and more.`];
}
