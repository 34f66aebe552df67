import {
  mkdtempSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
  writeSync,
  openSync,
  closeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createLogger } from "@gongjian/shared/log";
import { SupergraphFile } from "./supergraph-file.ts";

const folder = mkdtempSync(join(tmpdir(), "gongjian-supergraph-"));
const path = join(folder, "supergraph.graphql");
let adopted: string[];
let file: SupergraphFile;

beforeEach(() => {
  adopted = [];
  writeFileSync(path, "one");
  file = new SupergraphFile(path, createLogger("gateway", "silent"));
  file.onChange((sdl) => {
    adopted.push(sdl);
    return Promise.resolve();
  });
});
afterEach(() => {
  file.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function untilAdopted(...expected: string[]): Promise<void> {
  for (let i = 0; i < 100 && adopted.length < expected.length; i++) await sleep(50);
  expect(adopted).toEqual(expected);
}

test("a file that is written anew, or renamed into place, is taken up within some seconds", async () => {
  expect(file.current).toBe("one");
  writeFileSync(path, "two");
  await untilAdopted("two");
  writeFileSync(`${path}.new`, "six");
  renameSync(`${path}.new`, path);
  await untilAdopted("two", "six");
  expect(file.current).toBe("six");
});

test("a file that is still being written is not read before it is whole", async () => {
  const descriptor = openSync(path, "w");
  for (const part of ["first ", "second ", "third ", "last"]) {
    writeSync(descriptor, part);
    await sleep(700);
  }
  closeSync(descriptor);
  await untilAdopted("first second third last");
});

test("a file that is gone for a while changes nothing, and comes back", async () => {
  unlinkSync(path);
  await sleep(2_500);
  expect(file.current).toBe("one");
  writeFileSync(path, "back");
  await untilAdopted("back");
});

test("an operator who asks has the file read at once, even when it is the same", async () => {
  file.reread();
  await untilAdopted("one");
});

test("a file too large for a supergraph is left alone", async () => {
  writeFileSync(path, "x".repeat(17 * 1024 * 1024));
  file.reread();
  await sleep(500);
  expect([adopted, file.current]).toEqual([[], "one"]);
});
