import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../testing/temporary-folder.ts";
import { addSymlinks, canRun, copyBinaries, installedBinaries } from "./native-binaries.ts";

const folders = temporaryFolders();
afterAll(() => {
  folders.removeAll();
});

/** The package as npm unpacks it where install scripts are not allowed. */
function withoutSymlinks(): string {
  const native = join(folders.make(), "native");
  cpSync(installedBinaries(), native, { recursive: true, verbatimSymlinks: true });
  for (const entry of readdirSync(join(native, "lib"), { withFileTypes: true })) {
    if (entry.isSymbolicLink()) rmSync(join(native, "lib", entry.name));
  }
  return native;
}

test("the server runs where npm was not allowed to make its symlinks", () => {
  const native = withoutSymlinks();
  expect(addSymlinks(native)).toBe(true);
  expect(canRun(native, null)).toBe(true);
});

test("a copy of the server is complete and readable by all, whatever the package lacks", () => {
  const target = join(folders.make(), "copy");
  copyBinaries(withoutSymlinks(), target);
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : null;
  expect(canRun(target, nobody)).toBe(true);
});
