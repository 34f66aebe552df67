import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { type Role, ROLES, SCOPES_OF_ROLE } from "@gongjian/shared/contracts/roles";
import { LauncherError } from "./launcher-error.ts";

export interface StartOptions {
  readonly help: boolean;
  /** Folder of the city asked for; null: the one loaded before, else the sample. */
  readonly city: string | null;
  readonly empty: boolean;
  /** Null: 4000, or the next one that is free. */
  readonly port: number | null;
  readonly data: string;
  /** An existing PostgreSQL to use, or null for the embedded one. */
  readonly databaseUrl: string | null;
}

export interface TokenOptions {
  readonly help: boolean;
  readonly role: Role;
  /** Id or unified social credit code. */
  readonly unit: string | null;
  readonly area: string | null;
  readonly subject: string;
  readonly hours: number;
  readonly port: number | null;
  readonly data: string;
}

export interface LoadOptions {
  readonly help: boolean;
  readonly city: string;
  readonly port: number | null;
  readonly data: string;
}

export const PROJECT_FOLDER = join(__dirname, "..", "..");

export const START_USAGE = `用法 Usage: npm start -- [选项 options]
  --city 目录   载入另一座城市的清单（areas.csv、units.csv、resources.csv、needs.csv 等）
                load another city's lists from a folder
  --empty       不载入任何清单。load no lists
  --port 端口   网关端口，默认 4000（GONGJIAN_PORT）。port of the gateway, 4000 by default
  --data 目录   数据目录，默认 .data（GONGJIAN_DATA）。data folder, .data by default
  --help        显示本说明。show this text
环境变量 Environment: DATABASE_URL 改用已有的 PostgreSQL（15 或更高）。uses an existing PostgreSQL (15 or later)`;

export const TOKEN_USAGE = `用法 Usage: npm run token -- --role 角色 [选项 options]
  --role 角色     ${ROLES.slice(0, 6).join(" ")}
                  ${ROLES.slice(6).join(" ")}
  --unit 单位     统一社会信用代码或单位 id（UNIT_CLERK、UNIT_HEAD 必填）。unit by USCC or id
  --area 代码     区域代码，含下级。area code, with everything below it
  --subject 主体  令牌的主体，默认 dev:角色。subject of the token
  --hours 小时    有效期，默认 12。validity in hours
  --port 端口     网关端口。port of the gateway
  --data 目录     数据目录。data folder`;

export const LOAD_USAGE = `用法 Usage: npm run load-city -- 目录 FOLDER [--port 端口] [--data 目录]
  把城市目录里的清单经网关发布。publishes the lists of a city's folder through the gateway that runs`;

const MAX_HOURS = 24 * 30;

/** @throws LauncherError that names the option and shows the usage */
export function readStartOptions(args: readonly string[], env: NodeJS.ProcessEnv): StartOptions {
  const { values } = parse(args, START_USAGE, {
    city: { type: "string" },
    empty: { type: "boolean", default: false },
    ...COMMON,
  });
  if (values.city !== undefined && values.empty === true) {
    throw wrong("--city 与 --empty 不能同时用。", "--city and --empty exclude each other.", START_USAGE);
  }
  return {
    help: values.help === true,
    city: typeof values.city === "string" ? folder(values.city) : null,
    empty: values.empty === true,
    ...readPlace(values, env, START_USAGE),
    databaseUrl: text(env.DATABASE_URL),
  };
}

/** @throws LauncherError that names the option and shows the usage */
export function readTokenOptions(args: readonly string[], env: NodeJS.ProcessEnv): TokenOptions {
  const { values } = parse(args, TOKEN_USAGE, {
    role: { type: "string" },
    unit: { type: "string" },
    area: { type: "string" },
    subject: { type: "string" },
    hours: { type: "string" },
    ...COMMON,
  });
  const help = values.help === true;
  const role = help ? "PUBLIC" : readRole(text(values.role));
  const scope = { unit: text(values.unit), area: text(values.area) };
  if (!help) checkScope(role, scope);
  return {
    help,
    role,
    ...scope,
    subject: text(values.subject) ?? `dev:${role}`,
    hours: readHours(text(values.hours)),
    ...readPlace(values, env, TOKEN_USAGE),
  };
}

/** @throws LauncherError that names the option and shows the usage */
export function readLoadOptions(args: readonly string[], env: NodeJS.ProcessEnv): LoadOptions {
  const { values, positionals } = parse(args, LOAD_USAGE, COMMON, true);
  const help = values.help === true;
  const [city, ...others] = positionals;
  if (!help && (city === undefined || others.length > 0)) {
    throw wrong("请给出一个城市目录。", "Name one folder.", LOAD_USAGE);
  }
  return { help, city: folder(city ?? "."), ...readPlace(values, env, LOAD_USAGE) };
}

function readPlace(
  values: Record<string, unknown>,
  env: NodeJS.ProcessEnv,
  usage: string,
): { port: number | null; data: string } {
  return {
    port: readPort(text(values.port) ?? text(env.GONGJIAN_PORT), usage),
    data: folder(text(values.data) ?? text(env.GONGJIAN_DATA) ?? join(PROJECT_FOLDER, ".data")),
  };
}

const COMMON = {
  port: { type: "string" },
  data: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

function parse(
  args: readonly string[],
  usage: string,
  options: NonNullable<ParseArgsConfig["options"]>,
  allowPositionals = false,
): { values: Record<string, unknown>; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals });
  } catch (error) {
    const { message } = error as Error;
    const argument = /'([^']+)'/.exec(message)?.[1] ?? args.join(" ");
    throw wrong(`看不懂的参数：${argument}。`, message, usage);
  }
}

function readRole(role: string | null): Role {
  const known = ROLES.find((name) => name === role?.toUpperCase());
  if (known) return known;
  throw role === null
    ? wrong("缺少 --role。", "--role is missing.", TOKEN_USAGE)
    : wrong(`没有这个角色：${role}。`, `There is no role ${role}.`, TOKEN_USAGE);
}

function checkScope(role: Role, { unit, area }: { unit: string | null; area: string | null }): void {
  if (unit !== null && area !== null) {
    throw wrong("--unit 与 --area 只能给一个。", "Give --unit or --area, not both.", TOKEN_USAGE);
  }
  if (area !== null && !/^\d{6,18}$/.test(area)) {
    throw wrong(
      `区域代码应为 6 到 18 位数字：${area}。`,
      `An area code has 6 to 18 digits: ${area}.`,
      TOKEN_USAGE,
    );
  }
  const scope = unit !== null ? "UNIT" : area !== null ? "AREA" : "CITY";
  const allowed = SCOPES_OF_ROLE[role];
  if (allowed.includes(scope)) return;
  const options = allowed
    .map((name) => ({ UNIT: "--unit", AREA: "--area", CITY: "（无 none）" })[name])
    .join(" / ");
  throw wrong(
    `角色 ${role} 的范围应为：${options}。`,
    `The scope of ${role} is one of: ${options}.`,
    TOKEN_USAGE,
  );
}

function readPort(port: string | null, usage: string): number | null {
  if (port === null) return null;
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number >= 1 && number <= 65_535) return number;
  throw wrong(`端口应为 1 到 65535：${port}。`, `A port is a number from 1 to 65535: ${port}.`, usage);
}

function readHours(hours: string | null): number {
  if (hours === null) return 12;
  const number = Number(hours);
  if (number > 0 && number <= MAX_HOURS) return number;
  throw wrong(
    `--hours 应在 0 到 ${MAX_HOURS} 之间：${hours}。`,
    `--hours is between 0 and ${MAX_HOURS}.`,
    TOKEN_USAGE,
  );
}

// A shell leaves ~ alone after `=`.
function folder(path: string): string {
  return resolve(path.startsWith("~/") ? join(homedir(), path.slice(2)) : path);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function wrong(chinese: string, english: string, usage: string): LauncherError {
  return new LauncherError(chinese, `${english}\n\n${usage}`);
}
