import type { Readable } from "node:stream";
import type { SubgraphName } from "@gongjian/shared/contracts/lists";
import { sha256, signRequest, type SigningKeys } from "@gongjian/shared/signature";
import type { Viewer } from "@gongjian/shared/viewer";
import { Pool, type Dispatcher } from "undici";

/** PROMISES 6: no call to a subgraph takes longer, connecting, retry and reading of the answer included. */
export const CALL_TIMEOUT_MS = 3_000;
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** How the gateway presents itself where it calls on its own account. */
export const GATEWAY: Viewer = { role: "ADMIN", subject: "service:gateway", unitId: null, areaCode: null };

const LABELS: Record<SubgraphName, string> = {
  organisations: "组织",
  resources: "资源",
  volunteers: "志愿服务",
  merchants: "商户",
};

/** A subgraph did not answer. */
export class SubgraphFailure extends Error {
  constructor(
    readonly code: "SUBGRAPH_DOWN" | "SUBGRAPH_TIMEOUT",
    name: SubgraphName,
    cause?: unknown,
  ) {
    const problem = code === "SUBGRAPH_DOWN" ? "暂时不可用" : "没有在限定时间内应答";
    super(`「${LABELS[name]}」服务（${name}）${problem}，请稍后再试。`, { cause });
  }
}

export interface SubgraphCall {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
  readonly viewer: Viewer;
  readonly requestId?: string;
  /** At most `CALL_TIMEOUT_MS`; less where the request as a whole has less time left. */
  readonly withinMs?: number;
  /** Only for calls that change nothing: tried once more when the connection broke. */
  readonly retry?: boolean;
}

/** A body that is complete and hashed. */
export interface HashedBody {
  /** Bytes. */
  readonly size: number;
  /** SHA-256, lower-case hex. */
  readonly hash: string;
  read(): Readable;
}

/** A call whose answer is handed on as it comes. */
export interface StreamedCall {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly body: HashedBody | null;
  readonly viewer: Viewer;
  readonly headers: Readonly<Record<string, string>>;
  /** For the whole call, the reading of its answer included. */
  readonly withinMs: number;
  /** Ends the call early: the caller has gone. */
  readonly signal?: AbortSignal;
}

/** Signed HTTP calls to one subgraph. */
export class SubgraphClient {
  private readonly calls: Pool;
  /** Apart from the calls: a few slow files must not keep queries waiting. */
  private readonly streams: Pool;

  constructor(
    readonly name: SubgraphName,
    address: string,
    private readonly keys: SigningKeys,
  ) {
    const options = { keepAliveTimeout: 10_000, connect: { timeout: 1_000 } };
    this.calls = new Pool(address, { ...options, connections: 32, maxResponseSize: MAX_ANSWER_BYTES });
    this.streams = new Pool(address, { ...options, connections: 32 });
  }

  /** @throws SubgraphFailure */
  async call(call: SubgraphCall): Promise<{ status: number; body: string }> {
    const { withinMs = CALL_TIMEOUT_MS, retry = false } = call;
    const deadline = Date.now() + Math.min(withinMs, CALL_TIMEOUT_MS);
    try {
      return await this.send(call, deadline);
    } catch (error) {
      if (!retry || !isConnectionError(error)) throw this.failureOf(error);
    }
    return this.send(call, deadline).catch((error: unknown) => {
      throw this.failureOf(error);
    });
  }

  /** Sends what may be long and hands back the answer's stream. @throws SubgraphFailure */
  async stream(call: StreamedCall): Promise<Dispatcher.ResponseData> {
    const { method, path, body, viewer, headers, withinMs, signal } = call;
    const bodyHash = body?.hash ?? sha256("");
    const signed = signRequest(this.keys, { method, path, bodyHash }, viewer);
    const length = body === null ? {} : { "content-length": String(body.size) };
    const late = AbortSignal.timeout(withinMs);
    return this.streams
      .request({
        path,
        method,
        headers: { ...headers, ...signed, ...length },
        body: body?.read() ?? null,
        headersTimeout: withinMs,
        bodyTimeout: withinMs,
        signal: signal ? AbortSignal.any([signal, late]) : late,
      })
      .catch((error: unknown) => {
        throw this.failureOf(error);
      });
  }

  async close(): Promise<void> {
    await Promise.all([this.calls.destroy(), this.streams.destroy()]);
  }

  /** Signs anew each time: a nonce is good once. */
  private send(call: SubgraphCall, deadline: number): Promise<{ status: number; body: string }> {
    const { method = "POST", path, body = "", viewer, requestId } = call;
    const signed = signRequest(this.keys, { method, path, bodyHash: sha256(body) }, viewer);
    const headers: Record<string, string> = { ...signed, accept: "application/json" };
    if (method === "POST") headers["content-type"] = "application/json";
    if (requestId !== undefined) headers["x-request-id"] = requestId;

    return before(deadline, async (signal) => {
      const response = await this.calls.request({
        path,
        method,
        headers,
        body: method === "POST" ? body : null,
        signal,
      });
      return { status: response.statusCode, body: await response.body.text() };
    });
  }

  private failureOf(error: unknown): SubgraphFailure {
    const isLate = error instanceof TimedOut || (error instanceof Error && LATE.has(codeOf(error)));
    return new SubgraphFailure(isLate ? "SUBGRAPH_TIMEOUT" : "SUBGRAPH_DOWN", this.name, error);
  }
}

class TimedOut extends Error {}

/**
 * Ends the work at the deadline. The signal alone would not do: a request that still waits for a free
 * connection notices it only when it gets one.
 */
async function before<Result>(
  deadline: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  if (deadline <= Date.now()) throw new TimedOut("There is no time left.");
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const expire = (): void => {
      const error = new TimedOut("The deadline has passed.");
      reject(error);
      controller.abort(error);
    };
    timer = setTimeout(expire, Math.max(0, deadline - Date.now()));
  });
  const working = work(controller.signal);
  // After the deadline nobody waits for the work any more; its failure is not news.
  working.catch(() => undefined);
  return Promise.race([working, late]).finally(() => {
    clearTimeout(timer);
  });
}

const BROKEN = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT"]);
const LATE = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "TimeoutError"]);

function isConnectionError(error: unknown): boolean {
  return error instanceof Error && BROKEN.has(codeOf(error));
}

function codeOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === "string" ? code : error.name;
}
