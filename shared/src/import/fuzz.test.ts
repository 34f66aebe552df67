import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { ImportRefused } from "./import-refused.ts";
import { layoutsOf } from "./layout.ts";
import type { ListColumn } from "./list-definition.ts";
import { fileUpload } from "./sheet.ts";
import { mutate } from "./testing/mutate.ts";
import { uploadedBuffer } from "./testing/uploaded-buffer.ts";

const FOLDER = join(__dirname, "../../../data/ningguo/as_sent");
const MUTATIONS = 2_000;
const SLOWEST_MS = 1_000;

const columns: readonly ListColumn[] = [
  { field: "title", label: "资源名称", headings: ["需求名称", "项目名称"], required: true },
  { field: "quantity", label: "数量", headings: ["提供数量"] },
  { field: "category", label: "类别", headings: ["资源类别", "需求类别", "所属类别"] },
  { field: "phone", label: "电话", headings: ["联系电话", "办公电话"], personal: true },
];

async function readAll(bytes: Buffer): Promise<number> {
  let count = 0;
  const upload = await fileUpload(uploadedBuffer(bytes, 4_096)).open();
  for await (const layout of layoutsOf(upload, { columns }, null, [])) {
    for await (const batch of layout.batches) count += batch.length;
  }
  return count;
}

async function timed(bytes: Buffer): Promise<{ code: string; took: number }> {
  const start = performance.now();
  const code = await readAll(bytes).then(
    () => "READ",
    (error: unknown) => {
      if (error instanceof ImportRefused) return error.code;
      throw error;
    },
  );
  return { code, took: performance.now() - start };
}

const files = readdirSync(FOLDER).filter((name) => !name.endsWith(".md"));

test.each(files)(
  "%s can be damaged in any way: it is read, or refused with a code, and fast",
  async (name) => {
    const bytes = readFileSync(join(FOLDER, name));
    expect(await readAll(bytes)).toBeGreaterThan(0);
    const codes = new Map<string, number>();
    for (let seed = 0; seed < MUTATIONS / files.length; seed++) {
      const damaged = mutate(bytes, seed);
      let { code, took } = await timed(damaged);
      // A slow machine counts as slow only if it is so three times.
      for (let again = 0; again < 2 && took > SLOWEST_MS; again++) {
        ({ code, took } = await timed(damaged));
      }
      expect([seed, took > SLOWEST_MS]).toEqual([seed, false]);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    // Some faults do not matter, and some do: otherwise the faults are no test.
    expect(codes.get("READ")).toBeGreaterThan(0);
    expect(codes.size).toBeGreaterThan(1);
  },
);
