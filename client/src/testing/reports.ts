import type { ServerResponse } from "node:http";
import type { Report } from "../report.ts";
import type { FakePlatform } from "./fake-platform.ts";

export const counts = { total: 1, new: 1, changed: 0, unchanged: 0, withdrawn: 0, refused: 0, corrected: 0 };
export const good: Report = {
  id: "0190a1b2-0000-7000-8000-000000000001",
  list: "resources",
  fileName: "x.csv",
  encoding: "UTF-8",
  dryRun: false,
  published: true,
  code: null,
  counts,
  mapping: [],
  problems: [],
};
export const refusedRow = {
  row: 7,
  column: "D",
  severity: "REFUSED",
  code: "NUMBER_INVALID",
  message: "“数量”应为一个数，收到“3O”。",
  suggestion: "字母是否应为数字：30？",
};
export const partly: Report = { ...good, counts: { ...counts, refused: 1 }, problems: [refusedRow] };

export const event = (name: string, data: unknown): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
export const openEvents = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });

/** The platform answers every sending with this report, as events. */
export function answerWith(platform: FakePlatform, report: Report): void {
  platform.behave((_request, response) => {
    openEvents(response).end(`:\n\n${event("progress", { rows: 1, refused: 0 })}${event("report", report)}`);
  });
}

/** The platform refuses everything. */
export function refuseWith(
  platform: FakePlatform,
  status: number,
  code: string,
  headers: Record<string, string> = {},
): void {
  platform.behave((_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify({ code, message: `说明 ${code}` }));
  });
}
