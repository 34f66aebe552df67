import { folded, placeOf, type ConceptLine } from "./concept-line.ts";
import type { Finding } from "./finding.ts";

/** An expression that stands in more of the sample texts says too little about any of them. */
const MOST_OF_TEXTS = 0.01;
/** Below so many texts a share says nothing. */
const FEWEST_TEXTS = 500;
/** A text is read clause by clause: no expression reaches across these. */
const CLAUSE_END = /[,。;!?]/;

/** Ways of saying things: each should speak for one thing, and for little else. @param samples as people write */
export function checkExpressions(concepts: readonly ConceptLine[], samples: readonly string[]): Finding[] {
  const counts = countIn(samples, concepts);
  return [
    ...concepts.flatMap((concept) => [
      ...checkTwice(concept),
      ...checkShape(concept),
      ...checkGeneral(concept, counts, samples.length),
    ]),
    ...checkShared(concepts),
  ];
}

function checkTwice({ file, line, name, expressions }: ConceptLine): Finding[] {
  const seen = new Set<string>();
  return expressions.flatMap((expression): Finding[] => {
    const key = folded(expression);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ kind: "SAID_TWICE", file, line, message: `“${name}”里“${expression}”写了两次，删去一个。` }];
  });
}

function checkShape({ file, line, name, expressions }: ConceptLine): Finding[] {
  return expressions.flatMap((expression): Finding[] => {
    const text = folded(expression);
    if (CLAUSE_END.test(text)) {
      const message = `“${name}”的“${expression}”里有标点，永远对不上：分成两个说法，或用“…”代替标点前后的间隔。`;
      return [{ kind: "NEVER_MATCHES", file, line, message }];
    }
    if (text.length > 1) return [];
    const message = `“${name}”的“${expression}”只有一个字，只在分词后单独成词时才算；换成更长的说法更稳。`;
    return [{ kind: "ONE_CHARACTER", file, line, message }];
  });
}

function checkGeneral(
  { file, line, name, expressions }: ConceptLine,
  counts: ReadonlyMap<string, number>,
  texts: number,
): Finding[] {
  if (texts < FEWEST_TEXTS) return [];
  return expressions.flatMap((expression): Finding[] => {
    const count = counts.get(folded(expression)) ?? 0;
    if (count <= MOST_OF_TEXTS * texts) return [];
    const share = ((100 * count) / texts).toFixed(1);
    const message = `“${name}”的“${expression}”在 ${texts} 条样例里出现 ${count} 条（${share}%），太笼统：移到提示词（第五格），或写长一些。`;
    return [{ kind: "TOO_GENERAL", file, line, message }];
  });
}

/** In how many texts each expression stands. Those of several parts (…) are never general, and left out. */
function countIn(samples: readonly string[], concepts: readonly ConceptLine[]): Map<string, number> {
  const wanted = new Set(concepts.flatMap(({ expressions }) => expressions.map(folded)));
  let longest = 0;
  for (const { length } of wanted) longest = Math.max(longest, length);
  const counts = new Map<string, number>();
  for (const sample of samples) {
    const text = folded(sample);
    const found = new Set<string>();
    for (let start = 0; start < text.length; start++) {
      for (let end = start + 1; end <= Math.min(text.length, start + longest); end++) {
        const part = text.slice(start, end);
        if (wanted.has(part)) found.add(part);
      }
    }
    for (const part of found) counts.set(part, (counts.get(part) ?? 0) + 1);
  }
  return counts;
}

/** One finding for an expression, where the first concept that has it stands. */
function checkShared(concepts: readonly ConceptLine[]): Finding[] {
  const holders = new Map<string, ConceptLine[]>();
  for (const concept of concepts) {
    for (const key of new Set(concept.expressions.map(folded))) {
      const known = holders.get(key);
      if (known === undefined) holders.set(key, [concept]);
      else known.push(concept);
    }
  }
  return [...holders].flatMap(([expression, [first, ...others]]): Finding[] => {
    const strangers = others.filter(
      ({ categories }) => first !== undefined && !categories.some((code) => first.categories.includes(code)),
    );
    if (first === undefined || strangers.length === 0) return [];
    const { file, line, name, categories } = first;
    const told = strangers.map(
      (concept) => `${concept.categories.join(" ")}“${concept.name}”（${placeOf(concept)}）`,
    );
    const message = `“${expression}”既说 ${categories.join(" ")}“${name}”，又说 ${told.join("、")}：最好各写得具体些。`;
    return [{ kind: "SHARED", file, line, message }];
  });
}
