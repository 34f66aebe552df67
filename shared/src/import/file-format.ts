import { ImportRefused } from "./import-refused.ts";

const ZIP = [0x50, 0x4b, 0x03, 0x04];

const FOREIGN_FILES: readonly (readonly [what: string, magic: readonly number[], wayOut: string])[] = [
  [
    "旧版 Excel（XLS）、WPS（ET）文件，或加了密码的工作簿",
    [0xd0, 0xcf, 0x11, 0xe0],
    "请在 Excel 或 WPS 里去掉打开密码，“另存为”XLSX 后重发。",
  ],
  ["PDF", [0x25, 0x50, 0x44, 0x46], "请发送制作它的表格（XLSX 或 CSV）。"],
  ["图片", [0x89, 0x50, 0x4e, 0x47], "请发送表格（XLSX 或 CSV），不要拍照或截图。"],
  ["图片", [0xff, 0xd8, 0xff], "请发送表格（XLSX 或 CSV），不要拍照或截图。"],
  ["RAR 压缩包", [0x52, 0x61, 0x72, 0x21], "请解压后发送里面的表格（XLSX 或 CSV）。"],
  ["GZIP 压缩包", [0x1f, 0x8b, 0x08], "请解压后发送里面的表格（XLSX 或 CSV）。"],
  ["7Z 压缩包", [0x37, 0x7a, 0xbc, 0xaf], "请解压后发送里面的表格（XLSX 或 CSV）。"],
];

/** Whether the file is a package such as XLSX. @throws FILE_EMPTY, FILE_TYPE_UNSUPPORTED with a way out */
export function isPackage(head: Uint8Array): boolean {
  if (head.length === 0) throw new ImportRefused("FILE_EMPTY", "文件是空的。");
  for (const [what, magic, wayOut] of FOREIGN_FILES) {
    if (!startsWith(head, magic)) continue;
    throw new ImportRefused("FILE_TYPE_UNSUPPORTED", `文件是${what}，只收 XLSX、CSV 和 JSON。${wayOut}`, 415);
  }
  return startsWith(head, ZIP);
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}
