import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT } from "./exit-code.ts";
import { processIo } from "./process-io.ts";
import { run } from "./run.ts";

const PROJECT = join(__dirname, "..", "..");

/** `npm run publish-list -- FILE`: the client from source, against the platform that runs here. */
async function main(): Promise<void> {
  process.title = "gongjian";
  const io = processIo();
  // npm runs scripts in the project's folder; files are meant from where it was called.
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  const { env } = io;
  env.GONGJIAN_URL ??= `http://127.0.0.1:${runningPort(env) ?? 4000}`;
  const exitCode = await run(["publish", ...process.argv.slice(2)], io);
  if (exitCode === EXIT.notAuthorised) process.stderr.write(HOW_TO_GET_ONE);
  process.exitCode = exitCode;
}

const HOW_TO_GET_ONE = `
本地平台的令牌 A token for the platform that runs here:
  npm run token -- --role UNIT_CLERK --unit 统一社会信用代码USCC
  GONGJIAN_TOKEN=令牌TOKEN npm run publish-list -- 文件FILE
脚本用的密钥 A key for scripts: GraphQL createApiKey（单位负责人 UNIT_HEAD），GONGJIAN_API_KEY=gjk_…
`;

/** The gateway's port, as `npm start` has left it; null where nothing runs. */
function runningPort(env: NodeJS.ProcessEnv): number | null {
  try {
    const folder = env.GONGJIAN_DATA ?? join(PROJECT, ".data");
    const { port } = JSON.parse(readFileSync(join(folder, "runtime.json"), "utf8")) as { port?: unknown };
    return typeof port === "number" ? port : null;
  } catch {
    return null;
  }
}

void main();
