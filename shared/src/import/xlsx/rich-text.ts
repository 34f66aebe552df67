/** `_x000D_` stands for a character that XML cannot hold; `_x005F_` for an underscore before such a code. */
const ESCAPE = /_x([0-9A-Fa-f]{4})_/g;

/** Gathers the text of one cell: runs are joined, the reading aids of phonetic runs are dropped. */
export class RichText {
  #text = "";
  #isText = false;
  #phonetic = 0;

  clear(): void {
    this.#text = "";
    this.#isText = false;
    this.#phonetic = 0;
  }

  open(name: string): void {
    if (name === "rPh") this.#phonetic += 1;
    else if (name === "t") this.#isText = this.#phonetic === 0;
  }

  add(part: string): void {
    if (this.#isText) this.#text += part;
  }

  close(name: string): void {
    if (name === "rPh") this.#phonetic -= 1;
    else if (name === "t") this.#isText = false;
  }

  take(): string {
    const text = unescaped(this.#text);
    this.clear();
    return text;
  }
}

/** Text as it was typed, with escapes decoded. */
export function unescaped(text: string): string {
  if (!text.includes("_x")) return text;
  return text.replace(ESCAPE, (_escape, code: string) => String.fromCharCode(parseInt(code, 16)));
}
