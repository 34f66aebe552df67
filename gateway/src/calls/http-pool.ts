import { Pool, type Dispatcher } from "undici";

/** Bytes. Larger than any page of any list; a subgraph gone wrong must not fill the gateway's memory. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
/** More than a subgraph works on at once: an answer may wait here for its turn while the next call is at work. */
export const CONNECTIONS = 64;

/** Of one call in the mean of all. */
const WEIGHT = 1 / 32;

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** The time for a call is over. */
export class TimedOut extends Error {}

/** Keep-alive connections to one address, and whole answers read from them. */
export class HttpPool {
  /** From a call's having a connection to its end, milliseconds; of the last dozens of calls. */
  meanMs = 0;
  private readonly pool: Pool;

  /** @param origin e.g. `http://127.0.0.1:4001` */
  constructor(origin: string) {
    this.pool = new Pool(origin, {
      connections: CONNECTIONS,
      keepAliveTimeout: 10_000,
      connect: { timeout: 1_000 },
      maxResponseSize: MAX_ANSWER_BYTES,
      // Each call has one timer for all of it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /**
   * @param withinMs for the whole call: waiting for a connection, sending and reading
   * @throws TimedOut, or undici's error
   */
  send(request: HttpRequest, withinMs: number): Promise<HttpAnswer> {
    if (withinMs <= 0) return Promise.reject(new TimedOut("There is no time left."));
    return new Promise((resolve, reject) => {
      this.pool.dispatch(request, new AnswerReader(this, withinMs, resolve, reject));
    });
  }

  /** A call has ended in time or late. */
  took(ms: number): void {
    this.meanMs = this.meanMs === 0 ? ms : this.meanMs + (ms - this.meanMs) * WEIGHT;
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}

/**
 * Reads one answer. In place of the pool's own `request`, whose stream, promises and abort signal cost as
 * much again as the call.
 */
class AnswerReader implements Dispatcher.DispatchHandler {
  private readonly chunks: Buffer[] = [];
  private readonly timer: NodeJS.Timeout;
  private connection: Dispatcher.DispatchController | null = null;
  private late: TimedOut | null = null;
  private status = 0;
  private started = 0;

  constructor(
    private readonly pool: HttpPool,
    withinMs: number,
    private readonly resolve: (answer: HttpAnswer) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.timer = setTimeout(expireSoon, withinMs, this);
  }

  onRequestStart(connection: Dispatcher.DispatchController): void {
    this.connection = connection;
    this.started = performance.now();
    // It waited for a free connection until nobody waited for it any more.
    if (this.late) connection.abort(this.late);
  }

  onResponseStart(_connection: Dispatcher.DispatchController, status: number): void {
    this.status = status;
  }

  onResponseData(_connection: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    clearTimeout(this.timer);
    this.pool.took(performance.now() - this.started);
    const [first] = this.chunks;
    const whole = first && this.chunks.length === 1 ? first : Buffer.concat(this.chunks);
    this.resolve({ status: this.status, body: whole.toString("utf8") });
  }

  onResponseError(_connection: Dispatcher.DispatchController, error: Error): void {
    clearTimeout(this.timer);
    this.reject(error);
  }

  expire(): void {
    this.late = new TimedOut("The time for the call is over.");
    this.reject(this.late);
    if (this.connection === null) return;
    this.pool.took(performance.now() - this.started);
    this.connection.abort(this.late);
  }
}

/** After a pause of this process timers come before what has arrived meanwhile: have that read first. */
function expireSoon(reader: AnswerReader): void {
  setImmediate(() => {
    reader.expire();
  });
}
