import { ImportRefused } from "../import-refused.ts";

/** The workbook contradicts itself or the standard. @param what Chinese, as a clause */
export function brokenWorkbook(what: string): ImportRefused {
  return new ImportRefused(
    "XLSX_BROKEN",
    `工作簿读不出：${what}。请在 Excel 或 WPS 里打开，“另存为”新的 XLSX 后重发。`,
  );
}

/** The workbook is beyond a limit. @param what Chinese, as a clause */
export function oversizedWorkbook(what: string): ImportRefused {
  return new ImportRefused(
    "XLSX_TOO_LARGE",
    `工作簿太大：${what}。请只留清单所在的工作表，去掉图片和整行整列的格式后重发，或另存为 CSV。`,
    413,
  );
}
