import { randomBytes } from "node:crypto";
import { PassThrough } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { EXPORT_FORMATS, type ExportFormat, type ExportSink } from "./export-sink.ts";

const PAGE = Array.from({ length: 500 }, () => [randomBytes(100).toString("base64")]);

const formats = Object.keys(EXPORT_FORMATS) as ExportFormat[];

test.each(formats)("a reader of %s who goes away before the end ends the writer", async (format) => {
  const { out, sink } = open(format);
  out.resume();
  await sink.write(PAGE);
  out.destroy();
  expect(await settled(sink.end())).toBe("ended");
});

test.each(formats)("a reader of %s who never reads and then goes ends the writer", async (format) => {
  const { out, sink } = open(format);
  const writing = sink.write(PAGE).then(() => sink.end());
  setTimeout(() => out.destroy(), 200);
  expect(await settled(writing)).toBe("ended");
});

function open(format: ExportFormat): { readonly out: PassThrough; readonly sink: ExportSink } {
  const out = new PassThrough();
  return { out, sink: EXPORT_FORMATS[format].sink(out, "清单", [{ label: "名称", width: 10 }]) };
}

async function settled(work: Promise<void>): Promise<string> {
  const ended = work.then(
    () => "ended",
    () => "ended",
  );
  return Promise.race([ended, wait(3_000, "still waiting", { ref: false })]);
}
