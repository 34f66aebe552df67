import { once } from "node:events";
import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { zip } from "../../shared/src/import/testing/zip.ts";

export interface HostileFile {
  readonly name: string;
  readonly path: string;
}

const MB = 1024 * 1024;

/** Files that try to take memory or time, one after the other; the caller removes each. */
export async function* hostileFiles(folder: string): AsyncGenerator<HostileFile> {
  yield file("workbook whose sheet inflates to 300 MB", "bomb.xlsx", (path) => {
    writeFileSync(path, zip([...WORKBOOK, { name: "xl/worksheets/sheet1.xml", bytes: rowsWithoutEnd() }]));
  });
  yield file("workbook whose shared strings inflate to 300 MB", "strings.xlsx", (path) => {
    const strings = Buffer.alloc(300 * MB, "<si><t>a</t></si>");
    const sheet = Buffer.from("<worksheet/>");
    const parts = [
      { name: "xl/sharedStrings.xml", bytes: strings },
      { name: "xl/worksheets/sheet1.xml", bytes: sheet },
    ];
    writeFileSync(path, zip([...WORKBOOK, ...parts]));
  });
  yield file("heading of 10,000,000 columns", "columns.csv", (path) => {
    writeFileSync(path, `${"a,".repeat(10_000_000)}\n1,2\n`);
  });
  yield await streamed("cell of 100 MB", join(folder, "cell.csv"), 100);
  yield await streamed("cell of 1 GB", join(folder, "huge.csv"), 1024);

  function file(name: string, as: string, write: (path: string) => void): HostileFile {
    const path = join(folder, as);
    write(path);
    return { name, path };
  }
}

async function streamed(name: string, path: string, megabytes: number): Promise<HostileFile> {
  const stream = createWriteStream(path);
  const piece = Buffer.alloc(MB, "a");
  stream.write('名称,数量\n"');
  for (let i = 0; i < megabytes; i++) if (!stream.write(piece)) await once(stream, "drain");
  stream.end('",1\n');
  await finished(stream);
  return { name, path };
}

function rowsWithoutEnd(): Buffer {
  const head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>';
  const bytes = Buffer.alloc(300 * MB, '<row><c t="inlineStr"><is><t>a</t></is></c></row>');
  bytes.write(head);
  return bytes;
}

const WORKBOOK = [
  {
    name: "_rels/.rels",
    bytes: Buffer.from(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
        '<Relationship Id="r1" Target="xl/workbook.xml" ' +
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>' +
        "</Relationships>",
    ),
  },
  {
    name: "[Content_Types].xml",
    bytes: Buffer.from('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
  },
  {
    name: "xl/workbook.xml",
    bytes: Buffer.from(
      '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ' +
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">' +
        '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
    ),
  },
  {
    name: "xl/_rels/workbook.xml.rels",
    bytes: Buffer.from(
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' +
        '<Relationship Id="r1" Target="worksheets/sheet1.xml" ' +
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>' +
        "</Relationships>",
    ),
  },
];
