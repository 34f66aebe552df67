import type { Readable } from "node:stream";
import { sha256, signRequest, type SigningKeys } from "@gongjian/shared/signature";
import type { Viewer } from "@gongjian/shared/viewer";
import { Pool, type Dispatcher } from "undici";
import { BadGateway, failureOf, Guard, type GuardState } from "./guard.ts";
import { HttpPool, type HttpAnswer, type HttpRequest } from "./http-pool.ts";

/** PROMISES 6: no call to a subgraph takes longer, connecting, retry and reading of the answer included. */
export const CALL_TIMEOUT_MS = 3_000;

/** How the gateway presents itself where it calls on its own account. */
export const GATEWAY: Viewer = { role: "ADMIN", subject: "service:gateway", unitId: null, areaCode: null };

export interface SubgraphCall {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly body?: string;
  readonly viewer: Viewer;
  readonly requestId?: string;
  /** W3C trace context: the span that this call belongs to. */
  readonly traceparent?: string | undefined;
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
  private readonly calls: HttpPool;
  /** Apart from the calls: a few slow files must not keep queries waiting. */
  private readonly streams: Pool;
  private readonly guard: Guard;

  constructor(
    readonly name: string,
    address: string,
    private readonly keys: SigningKeys,
  ) {
    this.calls = new HttpPool(address);
    this.streams = new Pool(address, {
      keepAliveTimeout: 10_000,
      connect: { timeout: 1_000 },
      connections: 32,
    });
    this.guard = new Guard(name, this.calls);
  }

  /** @throws SubgraphFailure, at once when the subgraph failed again and again */
  call(call: SubgraphCall): Promise<HttpAnswer> {
    const { withinMs = CALL_TIMEOUT_MS, retry = false } = call;
    const deadline = Date.now() + Math.min(withinMs, CALL_TIMEOUT_MS);
    return this.guard.run(() => this.send(call, deadline), retry);
  }

  /** Asks whether it answers at all, and does so when calls are not let through. @throws SubgraphFailure */
  probe(call: SubgraphCall & { readonly withinMs: number }): Promise<HttpAnswer> {
    return this.calls.send(this.signed(call), call.withinMs).catch((error: unknown) => {
      throw failureOf(error, this.name);
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
        throw failureOf(error, this.name);
      });
  }

  state(): GuardState {
    return this.guard.state();
  }

  async close(): Promise<void> {
    await Promise.all([this.calls.close(), this.streams.destroy()]);
  }

  private async send(call: SubgraphCall, deadline: number): Promise<HttpAnswer> {
    const answer = await this.calls.send(this.signed(call), deadline - Date.now());
    if (isOfProxy(answer.status)) throw new BadGateway(answer.status);
    return answer;
  }

  /** Signs anew each time: a nonce is good once. */
  private signed(call: SubgraphCall): HttpRequest {
    const { method = "POST", path, body = "", viewer, requestId, traceparent } = call;
    const headers = signRequest(this.keys, { method, path, bodyHash: sha256(body) }, viewer);
    headers.accept = "application/json";
    if (method === "POST") headers["content-type"] = "application/json";
    if (requestId !== undefined) headers["x-request-id"] = requestId;
    if (traceparent !== undefined) headers.traceparent = traceparent;
    return { method, path, headers, body: method === "POST" ? body : null };
  }
}

/** Bad gateway, unavailable, gateway time-out: the subgraph itself has not been heard. */
function isOfProxy(status: number): boolean {
  return status >= 502 && status <= 504;
}
