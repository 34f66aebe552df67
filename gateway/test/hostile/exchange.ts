import { connect } from "node:net";

/** What came back for the bytes that were sent. */
export interface Exchange {
  /** 0 where the connection was closed without an answer. */
  readonly status: number;
  readonly text: string;
  /** From the first byte sent to the last received. */
  readonly ms: number;
}

const PATIENCE_MS = 5_000;

/**
 * Sends bytes as they are, on a connection of their own, and reads until the server closes it.
 * @param breaksOff whether the sender goes before the server has all that it waits for
 */
export function exchange(url: string, bytes: Buffer, breaksOff = false): Promise<Exchange> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const start = performance.now();
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytes);
      if (breaksOff) socket.end();
    });
    const done = (): void => {
      socket.destroy();
      const text = Buffer.concat(chunks).toString();
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0);
      resolve({ status, text, ms: performance.now() - start });
    };
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", done).on("close", done);
    socket.setTimeout(PATIENCE_MS, done);
  });
}
