import { Connection, type Answer } from "./connection.ts";
import { bodyOf, VARIANTS, type Scenario } from "./requests.ts";

export const CONNECTIONS = 16;

/** While all ask the same, they ask something else after so many requests: an answer that is kept is none. */
const SAME = 400;
/** What a gateway may say beside data, bytes. */
const EXTENSIONS = 300;

export interface Target {
  readonly name: string;
  readonly port: number;
  /** One for each connection: callers of their own. */
  readonly tokens: readonly string[];
}

export interface Round {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds from sending to the last byte. */
  readonly latencies: readonly number[];
  /** Answers with another status than 200 or of another length than expected. */
  readonly wrong: number;
}

/** What is sent, prepared: the same for every gateway. */
export class Requests {
  private readonly bodies: readonly string[];
  private asked = 0;

  constructor(readonly scenario: Scenario) {
    this.bodies = Array.from({ length: VARIANTS }, (_, variant) => bodyOf(scenario, variant));
  }

  /** No two that are under way at once are the same; in the scenario of identical ones nearly all are. */
  nextVariant(): number {
    const n = this.asked++;
    return (this.scenario === "identical" ? Math.floor(n / SAME) : n) % VARIANTS;
  }

  /** @param caller the number of the connection; callers who ask the same are the same caller */
  text(variant: number, { port, tokens }: Target, caller: number): string {
    const body = this.bodies[variant] ?? "";
    const token = tokens[this.scenario === "identical" ? 0 : caller % tokens.length] ?? "";
    return (
      `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n` +
      `accept: application/json\r\nauthorization: Bearer ${token}\r\ncontent-length: ${body.length}\r\n\r\n${body}`
    );
  }
}

/** The right answers to a scenario's requests, by variant: as text. */
export type Expected = readonly string[];

/** Asks every variant once. */
export async function askAll(requests: Requests, target: Target): Promise<Expected> {
  const texts: string[] = [];
  await overConnections(target, VARIANTS, async (connection, caller, variant) => {
    const text = requests.text(variant, target, caller);
    const { status, body } = await askTwice(connection, text);
    if (status !== 200)
      throw new Error(`${target.name} answers with status ${status}: ${body().slice(0, 500)}`);
    texts[variant] = body();
  });
  return texts;
}

/** A connection that a busy machine lost is no wrong answer. */
async function askTwice(connection: Connection, text: string): Promise<Answer> {
  const answer = await connection.ask(text);
  return answer.status === 0 ? connection.ask(text) : answer;
}

/** Asks on all connections for some seconds. @param lengths of the right answers, by variant, bytes */
export async function load(
  requests: Requests,
  target: Target,
  lengths: readonly number[],
  seconds: number,
): Promise<Round> {
  const latencies: number[] = [];
  let wrong = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  await overConnections(target, CONNECTIONS, async (connection, caller) => {
    while (performance.now() < end) {
      const variant = requests.nextVariant();
      const sent = performance.now();
      const answer = await connection.ask(requests.text(variant, target, caller));
      latencies.push(performance.now() - sent);
      if (!isRight(answer, lengths[variant] ?? 0)) wrong++;
    }
  });
  return { requests: latencies.length, seconds: (performance.now() - start) / 1000, latencies, wrong };
}

/** Whether it is an answer, as long as the right one. */
export function isRight({ status, length }: Answer, expected: number): boolean {
  return status === 200 && length >= expected && length <= expected + EXTENSIONS;
}

/** Works off numbered pieces, each connection one at a time. */
async function overConnections(
  { port }: Target,
  pieces: number,
  work: (connection: Connection, caller: number, piece: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const workers = Array.from({ length: CONNECTIONS }, async (_, caller) => {
    const connection = new Connection(port);
    try {
      for (let piece = next++; piece < pieces; piece = next++) await work(connection, caller, piece);
    } finally {
      connection.close();
    }
  });
  await Promise.all(workers);
}
