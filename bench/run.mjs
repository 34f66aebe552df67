// npm run bench -- NAME: runs bench/NAME.ts. Each prints its figure beside a floor of the same run.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [name, ...args] = process.argv.slice(2);
const script = join(import.meta.dirname, `${name}.ts`);
if (!name || !existsSync(script)) {
  const names = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".ts"));
  console.error(`用法 Usage: npm run bench -- ${names.map((file) => file.replace(/\.ts$/, "")).join(" | ")}`);
  process.exit(2);
}
// Decorators need the settings of the project, which tsx looks for in the folder it is started from.
const tsconfig = join(import.meta.dirname, "../tsconfig.base.json");
const tsx = ["tsx", "--conditions=development", "--tsconfig", tsconfig, script, ...args];
const { status } = spawnSync("npx", tsx, { stdio: "inherit" });
process.exit(status ?? 1);
