/** Lists that a file's name can speak of. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/需求|needs?(?![a-z])/i, "needs"],
  [/项目|projects?(?![a-z])/i, "projects"],
  [/资源|resources?(?![a-z])/i, "resources"],
];

/** The list that a file is named after; null where its name speaks of none or of several. */
export function guessList(fileName: string): string | null {
  const found = WORDS.filter(([word]) => word.test(fileName.normalize("NFKC")));
  return found.length === 1 ? (found[0]?.[1] ?? null) : null;
}
