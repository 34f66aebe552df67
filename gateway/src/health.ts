import { SUBGRAPHS, type SubgraphName } from "@gongjian/shared/contracts/lists";
import type { FastifyInstance } from "fastify";
import { GATEWAY, type SubgraphClient } from "./calls/subgraph-client.ts";

/** Answers are kept this long, so that asking often does not become a load on the subgraphs. */
const MEMORY_MS = 500;
const PATIENCE_MS = 1_000;

type Readiness = Readonly<Record<SubgraphName, boolean>>;

/** Whether the platform as a whole can be used. */
export class Health {
  private asked = 0;
  private answer: Promise<Readiness> | null = null;

  constructor(
    private readonly subgraphs: Readonly<Record<SubgraphName, SubgraphClient>>,
    private isLoaded: boolean,
  ) {}

  firstLoadIsDone(): void {
    this.isLoaded = true;
  }

  async report(): Promise<{ isReady: boolean; isLoaded: boolean; subgraphs: Readiness }> {
    if (this.answer === null || Date.now() - this.asked > MEMORY_MS) {
      this.asked = Date.now();
      this.answer = this.ask();
    }
    const subgraphs = await this.answer;
    const isReady = this.isLoaded && SUBGRAPHS.every((name) => subgraphs[name]);
    return { isReady, isLoaded: this.isLoaded, subgraphs };
  }

  private async ask(): Promise<Readiness> {
    const answers = SUBGRAPHS.map(async (name) => {
      const call = { method: "GET", path: "/readyz", viewer: GATEWAY, withinMs: PATIENCE_MS } as const;
      const isReady = await this.subgraphs[name].probe(call).then(
        ({ status }) => status === 200,
        () => false,
      );
      return [name, isReady] as const;
    });
    return Object.fromEntries(await Promise.all(answers)) as Readiness;
  }
}

/** `/healthz`: the process runs. `/readyz`: 200 only when a first list can be asked for and matched. */
export function serveHealth(app: FastifyInstance, health: Health, isStopping: () => boolean): void {
  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const { isReady, isLoaded, subgraphs } = await health.report();
    const status = isStopping() ? "stopping" : isReady ? "ok" : isLoaded ? "subgraph down" : "loading";
    return reply.status(status === "ok" ? 200 : 503).send({ status, subgraphs });
  });
}
