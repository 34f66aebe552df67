import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { City } from "../city.ts";
import type { Judgements } from "../rankings.ts";
import { assessNeeds } from "./assessed-need.ts";
import { indexPage } from "./index-page.ts";
import { needPage, pageName } from "./need-page.ts";
import { readSheets } from "./sheets.ts";
import { stylesheet } from "./style.ts";

/** Where a city's lists lie, and where its pages are to stand. */
export interface PageFolders {
  readonly lists: string;
  readonly pages: string;
}

/**
 * Writes `index.html`, the needs with the worst ranking first, and one page for each need: what was asked,
 * how it was understood, what was ranked beside what the gold says. Pages of an earlier run are replaced.
 */
export function writePages(city: City, judged: Judgements, folders: PageFolders): void {
  const needs = assessNeeds(city, judged, readSheets(folders.lists));
  rmSync(folders.pages, { recursive: true, force: true });
  mkdirSync(folders.pages, { recursive: true });
  const write = (name: string, text: string): void => {
    writeFileSync(join(folders.pages, name), text);
  };
  write("style.css", stylesheet());
  write("index.html", indexPage(city, needs));
  needs.forEach((need, i) => {
    const neighbours = { before: needs[i - 1]?.need.id ?? null, after: needs[i + 1]?.need.id ?? null };
    write(pageName(need.need.id), needPage(city, need, neighbours));
  });
}
