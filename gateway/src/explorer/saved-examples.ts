import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EXPLORER_FOLDER } from "./explorer-folder.ts";

/** An operation that the explorer offers, ready to run: what it needs stands in its variables' defaults. */
export interface SavedExample {
  /** The file's name without its ending. */
  readonly name: string;
  readonly title: string;
  readonly titleEn: string;
  readonly query: string;
}

const FOLDER = join(EXPLORER_FOLDER, "examples");

/** The examples in the order of their file names. Each begins with two comments: its title, and in English. */
export function savedExamples(): SavedExample[] {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".graphql"));
  return files.sort().map((file) => {
    const query = readFileSync(join(FOLDER, file), "utf8");
    const [title = "", titleEn = ""] = query.split("\n", 2).map((line) => line.replace(/^# */, ""));
    return { name: file.replace(/\.graphql$/, ""), title, titleEn, query };
  });
}
