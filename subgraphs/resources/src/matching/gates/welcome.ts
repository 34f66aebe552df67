import { fail, pass, type GateResult, type Pair } from "./gate.ts";

export function welcome({ need, supply, fits }: Pair): GateResult {
  if (fits.audience.accepted) return pass("TARGET_EXCLUDED", "服务对象相符。");
  const missing = need.audience.filter((group) => !supply.audience.includes(group));
  // One group that is let in is enough: the fit asks for at least one.
  const [first = ""] = missing;
  return fail(
    "TARGET_EXCLUDED",
    `只面向${supply.audience.join("、")}，需求的对象是${need.audience.join("、")}。`,
    `服务对象加上${first}。`,
    { of: "SUPPLY", values: { audience: [...supply.audience, first] } },
  );
}
