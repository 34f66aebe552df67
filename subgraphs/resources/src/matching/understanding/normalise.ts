/** Full-width forms and letter case folded, so that the same word is the same string. */
export function normalise(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\.{3,}|…+/g, "…");
}
