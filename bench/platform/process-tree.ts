import { readdirSync, readFileSync } from "node:fs";

/** The process and everything it started, by pid (Linux). */
export function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const parent = /\) \S (\d+)/.exec(read(`/proc/${entry}/stat`))?.[1];
    if (parent !== undefined) parents.set(Number(entry), Number(parent));
  }
  const isBelow = (pid: number): boolean =>
    pid === root || (parents.has(pid) && isBelow(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isBelow);
}

/** The process of a tree whose command line has this text, or null. */
export function processWith(root: number, text: string): number | null {
  return descendants(root).find((pid) => read(`/proc/${pid}/cmdline`).includes(text)) ?? null;
}

/** Proportional memory, kB. */
export function pssOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

export function isAlive(pid: number): boolean {
  return read(`/proc/${pid}/stat`) !== "";
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
