import { spawn, type ChildProcess } from "node:child_process";
import type { QueryPlan } from "@graphql-hive/router-query-planner" with { "resolution-mode": "import" };
import { NotPlanned } from "./not-planned.ts";

/** Planning takes about a millisecond; what takes this long would take for ever. */
const PATIENCE_MS = 2_000;
const START_PATIENCE_MS = 20_000;
const MOST_WAITING = 200;
/** Less than a client waits for the whole answer. */
const LONGEST_WAIT_MS = 5_000;
/** A process that cannot even start is not tried again and again. */
const MOST_CRASHES = 20;
const CRASH_WINDOW_MS = 60_000;

/** Is planned, or not, as soon as the planner is there. */
const NOTHING = "{ __typename }";

interface Order {
  readonly source: string;
  readonly resolve: (plan: QueryPlan) => void;
  readonly reject: (error: Error) => void;
}

type Reply = { readonly ready: true } | { readonly plan: QueryPlan } | { readonly error: string };

/**
 * Runs the native planner in a process of its own. A fault in native code ends the whole process and cannot
 * be caught; here it costs one plan. Operations are planned one by one, so that it is known which one it was.
 */
export class PlanProcess {
  private child: ChildProcess | null = null;
  private isReady = false;
  private isStopped = false;
  /** It can run here; what it fails at later is its fault. */
  private hasRun = false;
  private current: Order | null = null;
  private readonly waiting: Order[] = [];
  private crashes: number[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly supergraphSdl: string) {}

  /** Until it runs and has read the supergraph. @throws NotPlanned */
  async ready(): Promise<void> {
    await this.plan(NOTHING).catch((error: unknown) => {
      if (!(error instanceof NotPlanned) || error.reason === "UNAVAILABLE") throw error;
    });
  }

  /** @throws NotPlanned */
  plan(source: string): Promise<QueryPlan> {
    return new Promise((resolve, reject) => {
      const order: Order = { source, resolve, reject };
      const giveUp = (): void => {
        this.giveUp(order);
      };
      if (this.waiting.push(order) > MOST_WAITING) giveUp();
      else setTimeout(giveUp, LONGEST_WAIT_MS).unref();
      this.next();
    });
  }

  stop(): void {
    this.isStopped = true;
    this.lose("BUSY");
  }

  /** Does nothing for an order whose turn has come. */
  private giveUp(order: Order): void {
    const place = this.waiting.indexOf(order);
    if (place < 0) return;
    this.waiting.splice(place, 1);
    order.reject(new NotPlanned("BUSY", "Too many operations wait to be planned."));
  }

  private next(): void {
    if (this.current) return;
    if (this.isStopped || this.hasCrashedTooOften()) {
      this.refuseAll();
      return;
    }
    if (!this.child) this.start();
    const order = this.isReady ? this.waiting.shift() : undefined;
    if (!order) return;
    this.current = order;
    this.expectWithin(PATIENCE_MS, "TOO_LONG");
    this.tell({ source: order.source });
  }

  /** What cannot be written comes to light when the process ends, or does not answer in time. */
  private tell(message: object): void {
    const { child } = this;
    if (child?.connected === true) child.send(message, () => undefined);
  }

  private start(): void {
    const child = spawn(process.execPath, ["--max-old-space-size=128", "-e", CHILD], {
      // What a fault in native code writes is of no use to anybody who reads our log.
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      env: { PLANNER_MODULE: require.resolve("@graphql-hive/router-query-planner") },
    });
    this.child = child;
    this.isReady = false;
    child.on("message", (reply: Reply) => {
      if (this.child === child) this.take(reply);
    });
    child.once("exit", () => {
      if (this.child === child) this.lose("CRASHED");
    });
    // More than one may come, and one without a listener would end this process.
    child.on("error", () => {
      if (this.child === child) this.lose("CRASHED");
    });
    child.unref();
    child.channel?.unref();
    this.expectWithin(START_PATIENCE_MS, "UNAVAILABLE");
    this.tell({ supergraphSdl: this.supergraphSdl });
  }

  private take(reply: Reply): void {
    clearTimeout(this.timer);
    if ("ready" in reply) {
      this.isReady = true;
      this.hasRun = true;
    } else if (!this.isReady) {
      this.lose("UNAVAILABLE");
      return;
    } else {
      const order = this.current;
      this.current = null;
      if ("plan" in reply) order?.resolve(reply.plan);
      else order?.reject(new NotPlanned("NO_WAY", reply.error));
    }
    this.next();
  }

  private lose(reason: "CRASHED" | "TOO_LONG" | "BUSY" | "UNAVAILABLE"): void {
    const times = reason === "UNAVAILABLE" ? MOST_CRASHES : 1;
    this.crashes.push(...Array.from({ length: times }, () => Date.now()));
    this.end();
    const order = this.current;
    this.current = null;
    order?.reject(new NotPlanned(reason, `The native planner gave no plan: ${reason}.`));
    this.next();
  }

  private end(): void {
    clearTimeout(this.timer);
    const { child } = this;
    this.child = null;
    this.isReady = false;
    child?.kill("SIGKILL");
  }

  private expectWithin(ms: number, reason: "TOO_LONG" | "UNAVAILABLE"): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.lose(reason);
    }, ms);
  }

  private hasCrashedTooOften(): boolean {
    const since = Date.now() - CRASH_WINDOW_MS;
    this.crashes = this.crashes.filter((time) => time > since);
    return this.crashes.length >= MOST_CRASHES;
  }

  private refuseAll(): void {
    const reason = this.hasRun ? "BUSY" : "UNAVAILABLE";
    for (const { reject } of this.waiting.splice(0))
      reject(new NotPlanned(reason, "The planner does not run."));
  }
}

/**
 * What the process does. It is text because it has to run the same from sources and from what was built.
 * A label's percentage is 100: a field that moves gradually stays where it is until the move is complete.
 */
const CHILD = `
const { QueryPlanner } = require(process.env.PLANNER_MODULE);
let planner;
const answer = (message) => {
  if (!planner) {
    planner = new QueryPlanner(message.supergraphSdl);
    return { ready: true };
  }
  return { plan: planner.plan(message.source, null, new Set(), 100) };
};
process.on("message", (message) => {
  let reply;
  try {
    reply = answer(message);
  } catch (error) {
    reply = { error: String(error && error.message).slice(0, 500) };
  }
  process.send(reply);
});
process.once("disconnect", () => process.exit());
`;
