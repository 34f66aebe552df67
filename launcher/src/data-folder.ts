import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LauncherError } from "./launcher-error.ts";

/** What runs on a data folder now, for `npm run token` and other commands beside it. */
export interface Runtime {
  readonly pid: number;
  readonly port: number;
}

/** Which city a data folder holds; `isDone` only after every list was published. */
export interface LoadedCity {
  /** Null: started empty. */
  readonly folder: string | null;
  readonly fingerprint: string | null;
  readonly isDone: boolean;
}

export const LOCK = "launcher.lock";
const RUNTIME = "runtime.json";
const CITY = "city.json";

export function openDataFolder(folder: string): void {
  if (existsSync(folder)) return;
  try {
    mkdirSync(folder, { recursive: true });
    // Started by root, the database runs as a system user that has to pass through; secrets are 0600.
    chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  } catch (cause) {
    throw new LauncherError(
      `数据目录建不了：${folder}。`,
      `The data folder cannot be made: ${folder} (${(cause as Error).message}).`,
      { cause },
    );
  }
}

/** Folder for uploads on their way; what a killed gateway left in it is of no more use. */
export function openSpool(folder: string): string {
  const spool = join(folder, "spool");
  rmSync(spool, { recursive: true, force: true });
  mkdirSync(spool, { mode: 0o700 });
  return spool;
}

export function readRuntime(folder: string): Runtime | null {
  return read(folder, RUNTIME) as Runtime | null;
}

export function writeRuntime(folder: string, runtime: Runtime): void {
  write(folder, RUNTIME, runtime);
}

export function removeRuntime(folder: string): void {
  rmSync(join(folder, RUNTIME), { force: true });
}

export function readLoadedCity(folder: string): LoadedCity | null {
  return read(folder, CITY) as LoadedCity | null;
}

export function writeLoadedCity(folder: string, city: LoadedCity): void {
  write(folder, CITY, city);
}

function read(folder: string, file: string): unknown {
  const path = join(folder, file);
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

function write(folder: string, file: string, value: Runtime | LoadedCity): void {
  const path = join(folder, file);
  writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
