import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isFolderLocked, lockFolder } from "./folder-lock.ts";
import { identityOf } from "./process-identity.ts";
import { temporaryFolders } from "./testing/temporary-folder.ts";

const folders = temporaryFolders();
const LOCK = "test.lock";
afterAll(() => {
  folders.removeAll();
});

test("a folder is locked until it is released, and nothing is left behind", () => {
  const folder = folders.make();
  const lock = lockFolder(folder, LOCK);
  expect(isFolderLocked(folder, LOCK)).toBe(true);
  expect(() => lockFolder(folder, LOCK)).toThrow(`进程号 ${process.pid}`);
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a lock whose process is gone does not lock anyone out, even when its number is in use again", () => {
  const folder = folders.make();
  const earlier = { ...identityOf(process.pid), startedAt: "an earlier process" };
  writeFileSync(join(folder, LOCK), JSON.stringify(earlier));
  expect(isFolderLocked(folder, LOCK)).toBe(false);
  lockFolder(folder, LOCK).release();
  expect(existsSync(join(folder, LOCK))).toBe(false);
});

test("a lock file that is cut off does not lock anyone out", () => {
  const folder = folders.make();
  writeFileSync(join(folder, LOCK), '{"pid":');
  lockFolder(folder, LOCK).release();
});
