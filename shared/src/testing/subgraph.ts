import { randomBytes } from "node:crypto";
import type { ExecutionResult } from "graphql";
import type { DataSource } from "typeorm";
import { systemClock, type Clock } from "../clock.ts";
import type { ListName } from "../contracts/lists.ts";
import type { NewEvent } from "../events/outbox.ts";
import { serviceViewer } from "../events/relay.ts";
import { newId } from "../id.ts";
import type { ImportReport } from "../import/report.ts";
import { createLogger } from "../log.ts";
import { sha256, signRequest, type SigningKeys } from "../signature.ts";
import type { SubgraphDefinition } from "../subgraph/define-subgraph.ts";
import { buildSubgraphServer } from "../subgraph/server.ts";
import type { Viewer } from "../viewer.ts";
import { createTestDatabase } from "./database.ts";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Upload {
  readonly list: ListName;
  readonly file: string | Buffer;
  /** Query parameters: unit, filename, mode, rows, dryRun, encoding. */
  readonly params?: Record<string, string>;
  readonly idempotencyKey?: string;
}

/** A caller of the subgraph under test, with real signatures. */
export interface TestCaller {
  query<Data = Record<string, unknown>>(
    document: string,
    variables?: Record<string, unknown>,
  ): Promise<ExecutionResult<Data>>;
  upload(upload: Upload): Promise<{ status: number; report: ImportReport }>;
  post(path: string, body: string | Buffer, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
}

export interface TestSubgraph {
  /** As the owner of the tables: for arranging and looking. */
  readonly db: DataSource;
  /** As the app's role, under row security. */
  readonly appDb: DataSource;
  readonly jobsUrl: string;
  as(viewer: Partial<Viewer>): TestCaller;
  /** Delivers events as their owner would. */
  deliver(events: readonly NewEvent[]): Promise<Answer>;
  /** An unsigned or tampered call, as an attacker would send it. */
  inject(
    method: "GET" | "POST",
    path: string,
    body?: string | Buffer,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  readonly keys: SigningKeys;
  stop(): Promise<void>;
}

/** Starts a subgraph in this process on a database of its own; calls go through its HTTP server. */
export async function startTestSubgraph<Context extends object>(
  definition: SubgraphDefinition<Context>,
  clock: Clock = systemClock,
): Promise<TestSubgraph> {
  const keys = [{ kid: "test", secret: randomBytes(32).toString("base64url") }];
  const database = await createTestDatabase(definition.name, definition.dataSource);
  const log = createLogger(definition.name, process.env.LOG_LEVEL ?? "silent");
  const app = await buildSubgraphServer({ definition, db: database.app, keys, clock, log });

  const inject: TestSubgraph["inject"] = async (method, url, payload, headers = {}) => {
    const response = await app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    return { status: response.statusCode, body: response.body };
  };
  const as = (partial: Partial<Viewer>): TestCaller => {
    const viewer: Viewer = { role: "PUBLIC", subject: "tester", unitId: null, areaCode: null, ...partial };
    const post: Send = (path, body, headers) => {
      const signed = signRequest(keys, { method: "POST", path, bodyHash: sha256(body) }, viewer);
      return inject("POST", path, body, { ...headers, ...signed });
    };
    const get = (path: string): Promise<Answer> =>
      inject(
        "GET",
        path,
        undefined,
        signRequest(keys, { method: "GET", path, bodyHash: sha256("") }, viewer),
      );
    return callerOf(post, get);
  };

  return {
    db: database.owner,
    appDb: database.app,
    jobsUrl: database.jobsUrl,
    keys,
    as,
    inject,
    deliver: (events) => {
      const occurredAt = clock.now().toISOString();
      const envelopes = events.map((event) => ({ id: newId(), occurredAt, ...event }));
      return as(serviceViewer("organisations")).post("/events", JSON.stringify({ events: envelopes }));
    },
    stop: async () => {
      await app.close();
      await database.drop();
    },
  };
}

const JSON_TYPE = { "content-type": "application/json" };

type Send = (path: string, body: string | Buffer, headers: Record<string, string>) => Promise<Answer>;

function callerOf(send: Send, get: TestCaller["get"]): TestCaller {
  return {
    get,
    post: (path, body, headers = JSON_TYPE) => send(path, body, headers),
    query: async (query, variables = {}) => {
      const { body } = await send("/graphql", JSON.stringify({ query, variables }), JSON_TYPE);
      return JSON.parse(body) as never;
    },
    upload: async ({ list, file, params = {}, idempotencyKey }) => {
      const search = new URLSearchParams(params).toString();
      const { status, body } = await send(`/lists/${list}${search === "" ? "" : `?${search}`}`, file, {
        "content-type": "text/csv",
        ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
      });
      return { status, report: JSON.parse(body) as ImportReport };
    },
  };
}
