import { parseSigningKeys } from "@gongjian/shared/signature";
import { startSmallSubgraph } from "@gongjian/gateway/testing/small-subgraph";

/** What each root field holds. */
const DATA: Readonly<Record<string, unknown>> = {
  organisation: { name: "甲单位" },
  needs: [{ title: "借会议室" }],
};

/** Every root field that is asked for, under whatever name. */
function answer(document: string): Record<string, unknown> {
  const fields = document.matchAll(/(?:(\w+)\s*:\s*)?\b(organisation|needs)\b/g);
  return Object.fromEntries(Array.from(fields, ([, alias, field = ""]) => [alias ?? field, DATA[field]]));
}

const { KEYS = "", PORT = "" } = process.env;
void startSmallSubgraph(
  parseSigningKeys(KEYS),
  ({ viewer, body }) => {
    // Only what is signed is answered, as everywhere.
    if (viewer === null) return { code: "UNSIGNED_CALL" };
    return { data: answer((JSON.parse(body.toString()) as { query: string }).query) };
  },
  Number(PORT),
).then(() => process.send?.("ready"));
// Whoever started it is gone.
process.once("disconnect", () => process.exit());
