import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folders of one test file, removed at its end. Others may pass through them, as through a data folder. */
export function temporaryFolders(): { make(mode?: number): string; removeAll(): void } {
  const folders: string[] = [];
  return {
    make: (mode = 0o711) => {
      const folder = mkdtempSync(join(tmpdir(), "gongjian-launcher-"));
      chmodSync(folder, mode);
      folders.push(folder);
      return folder;
    },
    removeAll: () => {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    },
  };
}
