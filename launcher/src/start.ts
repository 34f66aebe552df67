import { join } from "node:path";
import { type SupervisedProcess } from "@gongjian/shared/watchdog/supervised-process";
import { type City, cityToLoad } from "./city/city-folder.ts";
import { loadCity, type LoadTarget } from "./city/load-city.ts";
import { progressOn } from "./city/progress.ts";
import {
  LOCK,
  openDataFolder,
  openSpool,
  readLoadedCity,
  removeRuntime,
  writeLoadedCity,
  writeRuntime,
} from "./data-folder.ts";
import { lockFolder } from "./folder-lock.ts";
import { LauncherError } from "./launcher-error.ts";
import { hasDevelopmentIssuer, publisherToken } from "./mint-token.ts";
import { PROJECT_FOLDER, type StartOptions } from "./options.ts";
import { openAdminUrl } from "./running/database.ts";
import { openLogSink, type LogSink } from "./running/log-sink.ts";
import { type ProcessSpec, runToEnd, supervised } from "./running/node-process.ts";
import {
  gatewaySpec,
  type PlatformSettings,
  provisionSpec,
  subgraphSpecs,
} from "./running/platform-specs.ts";
import { buildId, isProvisioned, markProvisioned } from "./running/provision-mark.ts";
import { choosePort, chooseSubgraphPorts, DEFAULT_PORT } from "./running/ports.ts";
import { type Shutdown } from "./running/shutdown.ts";
import { waitForSubgraphs } from "./running/wait-for-subgraphs.ts";
import { openSecrets } from "./secrets.ts";
import { address, welcome } from "./welcome.ts";

export interface StartParts {
  readonly env: NodeJS.ProcessEnv;
  readonly shutdown: Shutdown;
  /** Called when a part was lost too often. */
  giveUp(name: string): void;
}

const SAMPLE_CITY = join(PROJECT_FOLDER, "data", "ningguo");

/** Starts everything, in this order: database, its contents, subgraphs, gateway, the city's lists. */
export async function start(options: StartOptions, parts: StartParts): Promise<void> {
  const { env, shutdown } = parts;
  openDataFolder(options.data);
  const lock = lockFolder(options.data, LOCK);
  await shutdown.add({
    stop: () => {
      lock.release();
    },
  });
  const city = cityToLoad({ ...options, sample: SAMPLE_CITY }, readLoadedCity(options.data));
  if (city !== null && !hasDevelopmentIssuer(env)) throw cannotPublish();
  const gatewayPort = await choosePort(options.port);
  const ports = await chooseSubgraphPorts(env);

  console.log("共建正在启动。Gongjian is starting.");
  const sink = await openLogSink(process.stdout);
  const secrets = openSecrets(options.data);
  const spoolFolder = openSpool(options.data);
  const adminUrl = await openAdminUrl(options, secrets, { ...parts, sink });
  const gateway = await startProcesses(
    { adminUrl, spoolFolder, secrets, ports, gatewayPort, env },
    sink,
    parts,
  );

  const url = `http://127.0.0.1:${gatewayPort}`;
  await waitForSubgraphs(url, shutdown.signal);
  writeRuntime(options.data, { pid: process.pid, port: gatewayPort });
  await shutdown.add({
    stop: () => {
      removeRuntime(options.data);
    },
  });
  if (city !== null)
    await load(city, options.data, {
      gatewayUrl: url,
      signal: shutdown.signal,
      tokenFor: (list) => publisherToken(secrets, list),
    });
  else if (options.empty) writeLoadedCity(options.data, { folder: null, fingerprint: null, isDone: true });

  gateway.tell({ type: "loaded" });
  if (options.port === null && gatewayPort !== DEFAULT_PORT) {
    console.log(
      `端口 ${DEFAULT_PORT} 已被占用，改用 ${gatewayPort}。Port ${DEFAULT_PORT} is taken; using ${gatewayPort}.`,
    );
  }
  console.log(hasDevelopmentIssuer(env) ? await welcome(url, secrets) : address(url));
  sink.showAll();
}

async function startProcesses(
  settings: PlatformSettings,
  sink: LogSink,
  parts: StartParts,
): Promise<SupervisedProcess> {
  const { shutdown } = parts;
  if (!(await isProvisioned(settings, buildId()))) await provision(settings, sink, shutdown.signal);
  const processOf = (spec: ProcessSpec): SupervisedProcess =>
    supervised(spec, sink, (name) => {
      parts.giveUp(name);
    });
  const subgraphs = subgraphSpecs(settings).map(processOf);
  for (const subgraph of subgraphs) subgraph.start();
  await shutdown.add({
    stop: async () => {
      await Promise.all(subgraphs.map((subgraph) => subgraph.stop()));
    },
    kill: () => {
      for (const subgraph of subgraphs) subgraph.kill();
    },
  });
  // Added last, so stopped first: what it has begun can still be answered.
  const gateway = processOf(gatewaySpec(settings));
  gateway.start();
  await shutdown.add(gateway);
  return gateway;
}

async function provision(settings: PlatformSettings, sink: LogSink, signal: AbortSignal): Promise<void> {
  const code = await runToEnd(provisionSpec(settings), sink, signal);
  signal.throwIfAborted();
  if (code !== 0) {
    throw new LauncherError("数据库没有准备好，原因见上。", "The databases could not be set up; see above.");
  }
  await markProvisioned(settings, buildId());
}

async function load(city: City, dataFolder: string, target: LoadTarget): Promise<void> {
  console.log(`载入城市 Loading the city: ${city.folder}`);
  const mark = { folder: city.folder, fingerprint: city.fingerprint };
  writeLoadedCity(dataFolder, { ...mark, isDone: false });
  await loadCity(city, target, progressOn(process.stdout));
  writeLoadedCity(dataFolder, { ...mark, isDone: true });
}

function cannotPublish(): LauncherError {
  return new LauncherError(
    "没有启用开发签发者（NODE_ENV=production 或配置了 OIDC_ISSUER），启动器不能代发清单。请加 --empty，再用自己的令牌上传。",
    "The development issuer is off (NODE_ENV=production, or OIDC_ISSUER is set), so the launcher cannot publish " +
      "lists. Start with --empty and upload them with tokens of your own.",
  );
}
