import { posix } from "node:path";
import { brokenWorkbook } from "./refusals.ts";
import { parseWhole } from "./xml.ts";
import type { ZipParts } from "./zip-parts.ts";

/** Where one part points to another. */
export interface Relation {
  /** The last word of its type: worksheet, sharedStrings, styles, officeDocument. */
  readonly type: string;
  /** Name of the part in the package. */
  readonly target: string;
}

const MOST_RELATIONS = 2_000;

/** The relations of a part by their id; a part without any has an empty map. @param part "" for the package */
export async function relationsOf(parts: ZipParts, part: string): Promise<ReadonlyMap<string, Relation>> {
  const folder = posix.dirname(part);
  const name = posix.join(folder, "_rels", `${posix.basename(part)}.rels`);
  const relations = new Map<string, Relation>();
  if (!parts.has(name)) return relations;
  await parseWhole(parts.read(name), {
    open(element, { Id, Type, Target, TargetMode }) {
      if (element !== "Relationship" || Id === undefined || Type === undefined || Target === undefined)
        return;
      if (TargetMode === "External") return;
      if (relations.size >= MOST_RELATIONS) throw brokenWorkbook("部件之间的关系太多");
      relations.set(Id, { type: posix.basename(Type), target: resolved(folder, Target) });
    },
  });
  return relations;
}

/** Names begin at the package, and cannot leave it. */
function resolved(folder: string, target: string): string {
  return posix.join("/", target.startsWith("/") ? "" : folder, target).slice(1);
}
