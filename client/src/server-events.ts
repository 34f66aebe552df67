import type { Readable } from "node:stream";
import { ConnectionLost } from "./http-call.ts";

/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** No event of ours is longer; a server that never ends one must not fill the memory. */
const MOST_CHARACTERS = 256 * 1024 * 1024;

/**
 * Reads server-sent events as the HTML standard describes them; comments are skipped.
 *
 * @throws ConnectionLost where the stream breaks off
 */
export async function* readEvents(stream: Readable): AsyncGenerator<ServerEvent> {
  try {
    yield* eventsIn(stream);
  } catch (error) {
    throw new ConnectionLost((error as Error).message, { cause: error });
  }
}

async function* eventsIn(stream: Readable): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  let size = 0;
  let last = "";
  for await (const chunk of stream) {
    const text = decoder.decode(chunk as Buffer, { stream: true }).replaceAll("\r\n", "\n");
    size += text.length;
    if (size > MOST_CHARACTERS) throw new Error("The event is too long.");
    // A long report comes in many pieces: only what is new, and the seam, is searched for its end.
    const seam = last + text;
    pieces.push(text);
    last = text.slice(-1);
    if (!seam.includes("\n\n")) continue;
    const blocks = pieces.join("").split("\n\n");
    const rest = blocks.pop() ?? "";
    pieces = [rest];
    size = rest.length;
    for (const block of blocks) {
      const event = eventOf(block);
      if (event) yield event;
    }
  }
}

function eventOf(block: string): ServerEvent | null {
  let event = "message";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, field = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === "event") event = value;
    if (field === "data") data.push(value);
  }
  return data.length === 0 ? null : { event, data: data.join("\n") };
}
