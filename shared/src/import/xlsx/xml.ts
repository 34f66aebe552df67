import { SaxesParser } from "saxes";
import { TextDecoder } from "node:util";
import { brokenWorkbook } from "./refusals.ts";

/** What is done with the elements of a part; names come without their prefix. */
export interface XmlHandler {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** A cell's text is far shorter; only an attack goes on for so long without an element or its end. */
const LONGEST_PIECE = 2 * 1024 * 1024;
const DEEPEST = 64;

/**
 * Parses a part that arrives in chunks. Document types are refused, so that nothing can be defined; saxes
 * knows no entities but XML's own five.
 */
export class XmlReader {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  readonly #pieces = new PieceLimit();
  readonly #parser: SaxesParser;

  constructor(handler: XmlHandler) {
    this.#parser = parserFor(handler, this.#pieces);
  }

  /** @throws XLSX_BROKEN, and what the handler throws */
  write(chunk: Buffer): void {
    this.#attempt(() => {
      const text = this.#decoder.decode(chunk, { stream: true });
      this.#pieces.fed(text.length);
      this.#parser.write(text);
    });
  }

  /** @throws XLSX_BROKEN for a part that ends too early */
  end(): void {
    this.#attempt(() => this.#parser.write(this.#decoder.decode()).close());
  }

  #attempt(parse: () => unknown): void {
    try {
      parse();
    } catch (error) {
      throw isFileFault(error) ? brokenWorkbook("部件不是合格的 XML") : error;
    }
  }
}

/** Parses a part in one go, for parts of which nothing is passed on meanwhile. */
export async function parseWhole(chunks: AsyncIterable<Buffer>, handler: XmlHandler): Promise<void> {
  const reader = new XmlReader(handler);
  for await (const chunk of chunks) reader.write(chunk);
  reader.end();
}

/** saxes throws plain errors; so does whoever decodes. */
function isFileFault(error: unknown): boolean {
  const { constructor, code } = error as { constructor: unknown; code?: unknown };
  return constructor === Error || code === "ERR_ENCODING_INVALID_ENCODED_DATA";
}

/** Bounds what the parser may gather before it says anything. */
class PieceLimit {
  #length = 0;

  fed(length: number): void {
    this.#length += length;
    if (this.#length > LONGEST_PIECE) throw brokenWorkbook("有一处内容异常地长");
  }

  said(): void {
    this.#length = 0;
  }
}

function parserFor(handler: XmlHandler, pieces: PieceLimit): SaxesParser {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let depth = 0;
  parser.on("doctype", () => {
    throw brokenWorkbook("部件里有不允许的文档类型声明（DOCTYPE）");
  });
  parser.on("opentag", ({ name, attributes }) => {
    pieces.said();
    depth += 1;
    if (depth > DEEPEST) throw brokenWorkbook("部件的层次太深");
    handler.open?.(localName(name), attributes);
  });
  parser.on("closetag", ({ name }) => {
    pieces.said();
    depth -= 1;
    handler.close?.(localName(name));
  });
  const text = handler.text?.bind(handler);
  if (text) {
    parser.on("text", text);
    parser.on("cdata", text);
  }
  return parser;
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}
