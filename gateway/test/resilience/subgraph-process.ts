import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { SubgraphName } from "@gongjian/shared/contracts/lists";
import type { SigningKeys } from "@gongjian/shared/signature";
import { freePort } from "../support/free-port.ts";

const PROJECT = join(__dirname, "..", "..", "..");

/** A subgraph that can be killed and frozen, and comes back at the same address. */
export class SubgraphProcess {
  private child: ChildProcess | null = null;

  private constructor(
    readonly name: SubgraphName,
    private readonly port: number,
    private readonly keys: SigningKeys,
  ) {}

  static async create(name: SubgraphName, keys: SigningKeys): Promise<SubgraphProcess> {
    return new SubgraphProcess(name, await freePort(), keys);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const env = { SUBGRAPH: this.name, PORT: String(this.port), KEYS: JSON.stringify(this.keys) };
    this.child = fork(join(__dirname, "serve-subgraph.ts"), {
      cwd: PROJECT,
      execArgv: ["--conditions=development", "--import", "tsx"],
      env: { ...process.env, TSX_TSCONFIG_PATH: join(PROJECT, "tsconfig.base.json"), ...env },
    });
    await once(this.child, "message");
  }

  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    this.child?.kill(signal);
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }
}
