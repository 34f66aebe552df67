export type Random = (below: number) => number;

/** What means something in a list: separators, digits, words of dates, amounts, times and formulas. */
const WORDS = [
  ...Array.from("\",;\t\r\n'=+-@~/.:%#0123456789 　年月日周每至次约万元㎡、，。（）－～𠮷"),
  "次日",
  "若干",
  "长期",
  "2026-02-30",
  "1E+99",
  "１２",
  "\u0000",
  "\u202e",
  "=cmd()",
  "-0",
  "99999999999999999999",
];
const MOST_CHANGES = 8;
const LONGEST_PIECE = 40;
const LONGEST_RUN = 200;

/** The text with a few random faults between whole characters, as typing and pasting make them. */
export function mutateText(text: string, random: Random): string {
  let characters = Array.from(text);
  for (let left = 1 + random(MOST_CHANGES); left > 0; left--) characters = changed(characters, random);
  return characters.join("");
}

function changed(characters: readonly string[], random: Random): string[] {
  const at = random(characters.length + 1);
  const piece = characters.slice(at, at + 1 + random(LONGEST_PIECE));
  const before = characters.slice(0, at);
  const after = characters.slice(at);
  const word = WORDS[random(WORDS.length)] ?? "";
  switch (random(6)) {
    case 0:
      return [...before, word, ...after.slice(1)];
    case 1:
      return [...before, word, ...after];
    case 2:
      return [...before, ...after.slice(piece.length)];
    case 3:
      return [...before, ...piece, ...after];
    case 4:
      return [...before, ...Array<string>(1 + random(LONGEST_RUN)).fill(word), ...after];
    default: {
      // What stands elsewhere in the file, as after a paste into the wrong cell.
      const from = random(characters.length + 1);
      return [...before, ...characters.slice(from, from + piece.length), ...after.slice(piece.length)];
    }
  }
}

/** The same for the texts between the tags of an XML document, which stays well-formed. */
export function mutateXmlText(xml: string, random: Random): string {
  const texts = [...xml.matchAll(/>([^<>]+)</g)];
  const chosen = texts[random(texts.length)];
  if (chosen?.[1] === undefined) return xml;
  const start = chosen.index + 1;
  // Control characters cannot stand in XML at all.
  const text = mutateText(chosen[1], random).replace(/\p{Cc}/gu, " ");
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return xml.slice(0, start) + escaped + xml.slice(start + chosen[1].length);
}
