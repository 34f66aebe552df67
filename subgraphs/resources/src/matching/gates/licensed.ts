import { fail, pass, type GateResult, type Pair } from "./gate.ts";
import { missingLicences } from "./qualification.ts";

export function licensed({ supply, fits: { demandedLicences } }: Pair): GateResult {
  const missing = missingLicences(demandedLicences, supply);
  if (missing.length === 0) return pass("QUALIFICATION_MISSING", "没有缺少需求点名要的资质。");
  const named = missing.join("、");
  return fail("QUALIFICATION_MISSING", `需求点名要“${named}”资质，这条没有写。`, `补登“${named}”资质。`, {
    of: "SUPPLY",
    values: { qualification: [supply.qualification, ...missing].filter(Boolean).join("、") },
  });
}
