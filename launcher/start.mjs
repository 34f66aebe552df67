// Runs a command of the launcher, building first when a source is newer than the last build. The command
// runs in this same process, so signals and exit codes need no passing on.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const COMMANDS = ["token", "migrate", "compose-env", "load-city"];
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stamp = join(root, "launcher", "dist", ".built");

const command = COMMANDS.includes(process.argv[2]) ? process.argv.splice(2, 1)[0] : "main";
if (isStale()) build();
await import(`./dist/${command}.js`);

function isStale() {
  const packages = ["shared", "gateway", "launcher"].map((name) => join(root, name));
  const subgraphs = join(root, "subgraphs");
  packages.push(...readdirSync(subgraphs).map((name) => join(subgraphs, name)));
  // An image that holds only the build has nothing to build from.
  if (!existsSync(join(root, "launcher", "src"))) return false;
  const built = modifiedAt(stamp);
  const settings = [root, ...packages].flatMap((folder) =>
    ["package.json", "tsconfig.json", "tsconfig.base.json"].map((name) => join(folder, name)),
  );
  return (
    built === 0 ||
    settings.some((path) => modifiedAt(path) > built) ||
    packages.some((folder) => isNewerBelow(join(folder, "src"), built))
  );
}

// A folder counts too: it changes when a file in it is removed.
function isNewerBelow(folder, time) {
  if (modifiedAt(folder) > time) return true;
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? isNewerBelow(path, time) : modifiedAt(path) > time;
  });
}

function modifiedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function build() {
  const begun = new Date();
  console.error("正在编译（有改动时约半分钟）。Building, which takes half a minute after a change.");
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
  const { status, signal } = spawnSync(process.execPath, [tsc, "-b"], { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) {
    console.error("编译失败，原因见上。The build failed; see above.");
    process.exit(signal === null ? (status ?? 1) : 130);
  }
  writeFileSync(stamp, "");
  // What was changed during the build counts as newer.
  utimesSync(stamp, begun, begun);
}
