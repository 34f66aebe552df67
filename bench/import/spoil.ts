import type { ListRow } from "./list-row.ts";
import type { Random } from "../../shared/src/testing/random.ts";

type Fault = (row: ListRow, random: Random) => Partial<ListRow>;

/** What goes wrong in real lists, about as often as it does: first what is put right, then what is refused. */
const FAULTS: readonly Fault[] = [
  () => ({ 数量: "若干", 单位: "" }),
  ({ 数量 }) => ({ 数量: `约${Number.parseInt(数量, 10)}左右` }),
  ({ 联系电话 }) => ({ 联系电话: 联系电话.replace("-", "") }),
  () => ({ 联系电话: "5.64E+09" }),
  ({ 数量 }) => ({ 数量: 数量.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)) }),
  () => ({ 类别: "其它杂项" }),
  ({ 资源名称 }) => ({ 资源名称: `${资源名称}\n（新）` }),
  () => ({ 数量: "#N/A" }),
  () => ({ 结束日期: "2026-13-05" }),
  ({ 数量 }) => ({ 数量: `-${Number.parseInt(数量, 10)}` }),
  () => ({ 资源名称: "" }),
  () => ({ 开始日期: "2027-12-31", 结束日期: "2026-09-01" }),
  ({ 联系电话 }) => ({ 联系电话: 联系电话.slice(0, 7) }),
];

/** The row with one typical error in it. */
export function spoiled(row: ListRow, random: Random): ListRow {
  return { ...row, ...random.pick(FAULTS)(row, random) };
}
