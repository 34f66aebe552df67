import { describeUsccFault, normaliseUscc, usccFault } from "../../uscc.ts";
import type { CellParser } from "../list-definition.ts";

/** A unified social credit code with both check characters right; width, case and spaces are folded. */
export function uscc(): CellParser<string | null> {
  return (sent, cell) => {
    const value = normaliseUscc(sent);
    if (value === "") return null;
    const fault = usccFault(value);
    if (fault) cell.refuse(fault.code, describeUsccFault(fault), slipOf(value));
    return value;
  };
}

/** The alphabet has no I, O, S, V, Z; people write O for 0 and I for 1. */
function slipOf(value: string): string | null {
  const repaired = value.replaceAll("O", "0").replaceAll("I", "1").replaceAll("Z", "2").replaceAll("S", "5");
  return repaired !== value && usccFault(repaired) === null
    ? `是否为 ${repaired}（字母 O、I 应为数字）？`
    : null;
}
