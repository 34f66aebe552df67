import type { NeedFacts } from "../facts.ts";
import { fail, pass, type GateResult, type Pair } from "./gate.ts";

/** Below this share a supply does not help at all (as the sample's judges have it: 二三成 is of some use). */
export const USEFUL_SHARE = 0.2;

/** Whether the measures can be compared, and whether there is enough of it. */
export function enough({ need, supply, fits: { capacity } }: Pair): [GateResult, GateResult] {
  if (!capacity.isConvertible) {
    const [from, to] = [need.unitOfMeasure ?? "", supply.unitOfMeasure ?? ""];
    return [
      fail(
        "UNIT_NOT_CONVERTIBLE",
        `需求按“${from}”计，资源按“${to}”计，两者不能换算。`,
        `需求改按“${to}”报数。`,
        {
          of: "NEED",
          values: { unitOfMeasure: supply.unitOfMeasure, quantity: null },
        },
      ),
      pass("NOT_ENOUGH", "计量单位不能换算，数量未比较。"),
    ];
  }
  return [pass("UNIT_NOT_CONVERTIBLE", "计量单位可以对得上。"), sufficient(need, capacity)];
}

function sufficient(
  need: NeedFacts,
  { available, asked, unit: offered }: Pair["fits"]["capacity"],
): GateResult {
  if (asked === null || available === null) {
    return pass("NOT_ENOUGH", "数量未比较：一方没有写或计量单位不同。");
  }
  const unit = need.unitOfMeasure ?? "";
  if (available >= asked) return pass("NOT_ENOUGH", `需要${asked}${unit}，可提供${available}${offered}。`);
  if (available / asked >= USEFUL_SHARE) {
    return pass("NOT_ENOUGH", `需要${asked}${unit}，只能满足${available}${offered}。`);
  }
  const message = `需要${asked}${unit}，只有${available}${offered}。`;
  if (available === 0) {
    return fail("NOT_ENOUGH", message, "请提供单位补充数量，或等项目退回。", {
      of: "SUPPLY",
      values: { promised: 0, quantity: Math.ceil(asked * USEFUL_SHARE) },
    });
  }
  const part = Math.floor(available / USEFUL_SHARE);
  return fail("NOT_ENOUGH", message, `把需求分批，每批不超过${part}${unit}；或请提供单位增加。`, {
    of: "NEED",
    values: { quantity: part },
  });
}
