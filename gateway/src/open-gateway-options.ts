import { parseArgs } from "node:util";
import { PLANNERS, type PlannerName } from "./engine/planning/planner.ts";
import { ENGINES, type EngineName } from "./graphql/executor.ts";

/** What `npm run gateway` is told: another's supergraph, served alone and to everybody. */
export interface OpenGatewayOptions {
  readonly help: boolean;
  readonly supergraph: string;
  readonly port: number;
  readonly host: string;
  readonly engine: EngineName;
  readonly planner: PlannerName;
}

export const OPEN_GATEWAY_USAGE = `用法 Usage: npm run gateway -- --supergraph 文件 --open [选项 options]
  --supergraph 文件  任何 Federation 2 超图；改动后自动换上，不断服务
                     any Federation 2 supergraph; when it changes, the new one is taken up
  --open             不做身份认证，谁都能用；子图地址取自超图，调用不签名
                     no authentication, open to everybody; subgraphs are called unsigned, where the supergraph says
  --port 端口        默认 4000。port, 4000 by default
  --host 地址        默认 127.0.0.1，只有本机能用。address to listen on; by default this machine only
  --engine 引擎      ${ENGINES.join(" | ")}
  --planner 规划器   ${PLANNERS.join(" | ")}
  --help             显示本说明。show this text`;

/** An argument that cannot be understood; the message says which, and shows the usage. */
export class UsageError extends Error {
  constructor(chinese: string, english: string) {
    super(`${chinese}\n${english}\n\n${OPEN_GATEWAY_USAGE}`);
  }
}

/** @throws UsageError */
export function readOpenGatewayOptions(args: readonly string[]): OpenGatewayOptions {
  const { help = false, open = false, supergraph = "", ...values } = parse(args);
  if (!help) assertMeant(supergraph, open);
  return {
    help,
    supergraph,
    port: readPort(values.port ?? "4000"),
    host: values.host ?? "127.0.0.1",
    engine: oneOf("engine", values.engine ?? "gongjian", ENGINES),
    planner: oneOf("planner", values.planner ?? "hive", PLANNERS),
  };
}

function assertMeant(supergraph: string, open: boolean): void {
  if (supergraph === "") {
    throw new UsageError("请用 --supergraph 指定超图文件。", "Name a supergraph with --supergraph.");
  }
  if (!open) {
    throw new UsageError(
      "单独运行的网关不做身份认证：确实要对所有人开放，请加 --open；完整的平台用 npm start 启动。",
      "Run alone the gateway authenticates nobody: add --open if that is meant, or start the platform by npm start.",
    );
  }
}

const OPTIONS = {
  supergraph: { type: "string" },
  open: { type: "boolean" },
  port: { type: "string" },
  host: { type: "string" },
  engine: { type: "string" },
  planner: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

function parse(args: readonly string[]): ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"] {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(`看不懂的参数：${/'([^']+)'/.exec(message)?.[1] ?? args.join(" ")}。`, message);
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new UsageError(`端口应为 1 到 65535：${text}。`, `A port is a number from 1 to 65535: ${text}.`);
}

function oneOf<Word extends string>(option: string, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `--${option} 应为 ${words.join("、")} 之一：${value}。`,
    `--${option} is one of ${words.join(", ")}: ${value}.`,
  );
}
