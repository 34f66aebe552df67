import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PERMISSIONS } from "./permissions.ts";

const SUBGRAPHS = join(__dirname, "../../../subgraphs");

test("every operation of the table of permissions stands in a matrix of its subgraph", () => {
  const matrices = readdirSync(SUBGRAPHS)
    .map((name) => join(SUBGRAPHS, name, "src"))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith("permissions.test.ts"))
        .map((file) => readFileSync(join(folder, file), "utf8")),
    )
    .join("\n");
  const untried = Object.keys(PERMISSIONS).filter((operation) => !matrices.includes(`"${operation}"`));
  expect(untried).toEqual([]);
});
