import { buffer } from "node:stream/consumers";
import { annotateUpload } from "@gongjian/shared/import/annotate/annotate-upload";
import type { ImportReport } from "@gongjian/shared/import/report";
import { fileUpload } from "@gongjian/shared/import/sheet";
import { uploadedBuffer } from "@gongjian/shared/import/testing/uploaded-buffer";
import { sample } from "@gongjian/shared/testing/sample-city";
import { startCity, type City } from "../testing/city.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

test.each([
  ["启工职校资源清单_GBK.csv", "resources"],
  ["康禾医院资源清单_UTF8BOM.csv", "resources"],
  ["商户组资源清单汇总.xlsx", "resources"],
  ["白云社区需求清单_待清洗.xlsx", "needs"],
] as const)("%s, sent back with its results and sent again as it is, changes nothing", async (name, list) => {
  const file = sample(`as_sent/${name}`);
  const first = await send(list, name, file);
  expect(first.counts.new).toBeGreaterThan(0);

  const upload = uploadedBuffer(file);
  const { stream, fileName } = await annotateUpload(upload, fileUpload(upload), first);
  const again = await send(list, fileName, await buffer(stream));
  expect(again.counts).toMatchObject({ new: 0, changed: 0, unchanged: first.counts.new });
  expect(again.results.map(({ row, verdict }) => ({ row, verdict }))).toEqual(
    first.results.map(({ row, verdict }) => ({ row, verdict })),
  );
  expect(again.problems.map(({ row, column, code }) => ({ row, column, code }))).toEqual(
    first.problems.map(({ row, column, code }) => ({ row, column, code })),
  );
});

async function send(list: "resources" | "needs", filename: string, file: Buffer): Promise<ImportReport> {
  const { status, report } = await city.secretariat().upload({ list, file, params: { filename } });
  expect(status).toBe(200);
  return report;
}
