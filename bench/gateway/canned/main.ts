import { parseSigningKeys } from "@gongjian/shared/signature";
import { serveCanned } from "./serve.ts";

/** The subgraphs as a process: tells its parent where they are, and how many calls there were when asked. */
async function main(): Promise<void> {
  const { INTERNAL_KEYS, VERIFY } = process.env;
  const keys = VERIFY === "1" && INTERNAL_KEYS !== undefined ? parseSigningKeys(INTERNAL_KEYS) : undefined;
  const subgraphs = await serveCanned(keys);
  process.on("message", () => process.send?.({ calls: subgraphs.calls() }));
  process.on("disconnect", () => process.exit());
  process.send?.({ origins: subgraphs.origins });
}

void main();
