import { destination, type DestinationStream } from "pino";

/** Writes one structured line; the fields must be free of personal data, because nothing is redacted here. */
export type WriteLine = (fields: object) => void;

/** Lines are written together: a write of its own costs more than the line. */
const TOGETHER_BYTES = 8 * 1024;
const AT_LATEST_MS = 1_000;
/** When nobody reads the output any more, lines are dropped and not heaped up. */
const WAITING_BYTES = 4 * 1024 * 1024;

/** The level that the ordinary log calls `info`. */
const INFO = 30;

/** A log for lines so many that their cost counts: about 2 µs each, against 18 µs of the ordinary log. */
export function createLineLog(name: string, sink: DestinationStream = toStdout()): WriteLine {
  const lead = `{"level":${INFO},"name":${JSON.stringify(name)},"time":`;
  return (fields) => {
    sink.write(`${lead}${Date.now()},${JSON.stringify(fields).slice(1)}\n`);
  };
}

function toStdout(): DestinationStream {
  return destination({
    fd: 1,
    sync: false,
    minLength: TOGETHER_BYTES,
    maxLength: WAITING_BYTES,
    periodicFlush: AT_LATEST_MS,
  });
}
