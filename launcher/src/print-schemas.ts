import "reflect-metadata";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildMerchantsSchema } from "@gongjian/merchants/schema";
import { buildOrganisationsSchema } from "@gongjian/organisations/schema";
import { buildResourcesSchema } from "@gongjian/resources/schema";
import { SUBGRAPHS } from "@gongjian/shared/contracts/lists";
import { printSubgraph } from "@gongjian/shared/subgraph/print-subgraph";
import { buildVolunteersSchema } from "@gongjian/volunteers/schema";

const builders = {
  organisations: buildOrganisationsSchema,
  resources: buildResourcesSchema,
  volunteers: buildVolunteersSchema,
  merchants: buildMerchantsSchema,
};

/**
 * Writes `schema.graphql` of every subgraph from its code; the gateway composes from these files alone.
 * With `--check` nothing is written, and a file that is not what the code says is an error.
 */
async function printSchemas(root: string, isCheck: boolean): Promise<void> {
  for (const name of SUBGRAPHS) {
    const path = join("subgraphs", name, "schema.graphql");
    const sdl = printSubgraph(await builders[name]());
    if (!isCheck) {
      writeFileSync(join(root, path), sdl);
    } else if (readFileSync(join(root, path), "utf8") !== sdl) {
      console.error(`${path} is not what the code says: run npm run schema.`);
      process.exitCode = 1;
    }
  }
}

void printSchemas(join(__dirname, "..", ".."), process.argv.includes("--check"));
