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
const { status } = spawnSync("npx", ["tsx", "--conditions=development", script, ...args], { stdio: "inherit" });
process.exit(status ?? 1);
