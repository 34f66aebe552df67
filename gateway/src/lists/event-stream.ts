import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";

const EVENT_STREAM = /^text\/event-stream\b/i;

export function isEventStream(contentType: unknown): boolean {
  return typeof contentType === "string" && EVENT_STREAM.test(contentType);
}

export interface KeptAlive {
  /** How long nothing may come before a comment says that the connection still stands. */
  readonly heartbeatMs: number;
  /** The event that ends the stream where its source breaks off. */
  readonly lastWords: string;
}

const HEARTBEAT = ":\n\n";
const END_OF_EVENT = "\n\n";

/** Server-sent events as they come, with comments while none come, and an end even where the source has none. */
export function keptAlive(source: Readable, options: KeptAlive): Readable {
  return Readable.from(relay(source, options), { objectMode: false, highWaterMark: 16 * 1024 });
}

async function* relay(
  source: Readable,
  { heartbeatMs, lastWords }: KeptAlive,
): AsyncGenerator<Buffer | string> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  // A comment in the middle of an event would become part of it.
  let tail = END_OF_EVENT;
  try {
    let coming = nextOf(chunks);
    for (;;) {
      const next = await within(coming, heartbeatMs);
      if (next === null) {
        if (tail === END_OF_EVENT) yield HEARTBEAT;
        continue;
      }
      if (next.done === true) return;
      tail = (tail + next.value.subarray(-2).toString("latin1")).slice(-2);
      yield next.value;
      coming = nextOf(chunks);
    }
  } catch {
    yield tail === END_OF_EVENT ? lastWords : END_OF_EVENT + lastWords;
  } finally {
    source.destroy();
  }
}

function nextOf(chunks: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer, unknown>> {
  const coming = chunks.next();
  // It may fail while the reader is slow and nobody is waiting for it; the next wait will see it.
  coming.catch(() => undefined);
  return coming;
}

async function within<Value>(coming: Promise<Value>, ms: number): Promise<Value | null> {
  const timer = new AbortController();
  try {
    return await Promise.race([coming, wait(ms, null, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
