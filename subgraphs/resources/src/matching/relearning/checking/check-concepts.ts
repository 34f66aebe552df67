import { category } from "@gongjian/shared/contracts/categories";
import { placeOf, type ConceptLine } from "./concept-line.ts";
import type { Finding } from "./finding.ts";

/** Concepts as a tree of names under the catalogue's leaf categories. */
export function checkConcepts(concepts: readonly ConceptLine[]): Finding[] {
  const byName = new Map<string, ConceptLine>();
  for (const concept of concepts) if (!byName.has(concept.name)) byName.set(concept.name, concept);
  return concepts.flatMap((concept) => [
    ...checkName(concept, byName),
    ...concept.categories.flatMap((code) => checkCategory(concept, code)),
    ...checkBroader(concept, byName),
  ]);
}

function checkName(concept: ConceptLine, byName: ReadonlyMap<string, ConceptLine>): Finding[] {
  const { file, line, name } = concept;
  if (name.trim() === "") return [{ kind: "NO_NAME", file, line, message: "第二格（概念名）不能空。" }];
  const first = byName.get(name);
  if (first === undefined || first === concept) return [];
  const message = `概念“${name}”在 ${placeOf(first)} 已经有了：两行并成一行，或换一个名字。`;
  return [{ kind: "DUPLICATE_CONCEPT", file, line, message }];
}

/** Null where it is the code of a leaf. */
export function faultOfCategory(code: string): string | null {
  const found = category(code);
  if (found === null) return `目录里没有类别“${code}”，见 categories.csv；几个类别之间用空格。`;
  return found.parentCode === null ? `“${code}”是大类“${found.name}”，请写到末级类，如 ${code}01。` : null;
}

function checkCategory({ file, line }: ConceptLine, code: string): Finding[] {
  const message = faultOfCategory(code);
  return message === null ? [] : [{ kind: "UNKNOWN_CATEGORY", file, line, message }];
}

function checkBroader(
  { file, line, name, broader }: ConceptLine,
  byName: ReadonlyMap<string, ConceptLine>,
): Finding[] {
  if (broader === "") return [];
  if (!byName.has(broader)) {
    const message = `“${name}”的上级概念“${broader}”没有自己的一行：补一行，或改成已有的概念名。`;
    return [{ kind: "UNKNOWN_BROADER", file, line, message }];
  }
  const circle = circleFrom(name, byName);
  if (circle === null) return [];
  const message = `上级概念绕回了自己：${circle.join(" → ")}。`;
  return [{ kind: "CIRCULAR_BROADER", file, line, message }];
}

/** The way up from a concept back to itself; null where it ends. A circle further up is told of its own members. */
function circleFrom(name: string, byName: ReadonlyMap<string, ConceptLine>): string[] | null {
  const way = [name];
  const seen = new Set<string>();
  for (let above = byName.get(name)?.broader ?? ""; above !== ""; above = byName.get(above)?.broader ?? "") {
    way.push(above);
    if (above === name) return way;
    if (seen.has(above)) return null;
    seen.add(above);
  }
  return null;
}
