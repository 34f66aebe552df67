import { zip } from "./zip.ts";

const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook of one sheet, written by hand, for what no library would write. */
export function workbookOf({
  sheet,
  strings = "<sst/>",
  claims,
}: {
  readonly sheet: string;
  readonly strings?: string;
  /** The size that the sheet says it has. */
  readonly claims?: number;
}): Buffer {
  const rels = (...relations: [id: string, type: string, target: string][]): string =>
    `<Relationships>${relations
      .map(([id, type, target]) => `<Relationship Id="${id}" Type="${RELATION}/${type}" Target="${target}"/>`)
      .join("")}</Relationships>`;
  const parts: Record<string, string> = {
    "_rels/.rels": rels(["r1", "officeDocument", "book/main.xml"]),
    "book/main.xml": '<workbook><sheets><sheet name="清单" sheetId="1" r:id="s1"/></sheets></workbook>',
    "book/_rels/main.xml.rels": rels(
      ["s1", "worksheet", "/book/sheets/one.xml"],
      ["t1", "sharedStrings", "../book/strings.xml"],
    ),
    "book/strings.xml": strings,
    "book/sheets/one.xml": sheet,
  };
  return zip(
    Object.entries(parts).map(([name, text]) => ({
      name,
      bytes: Buffer.from(text),
      ...(claims !== undefined && name.endsWith("one.xml") ? { claims } : {}),
    })),
  );
}
