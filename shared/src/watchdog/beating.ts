/** How often a process tells its supervisor that its event loop turns, in milliseconds. */
export const BEAT_MS = 500;

/** One sign of life, sent over the IPC channel. */
const BEAT = { type: "beat" } as const;

/**
 * Tells the parent process, if there is one with an IPC channel, every {@link BEAT_MS} that the event loop
 * turns. To be called when the process is ready to work: until then its supervisor is more patient.
 */
export function startBeating(): void {
  if (process.send === undefined) return;
  let isUnderWay = false;
  const beat = (): void => {
    // A supervisor that stands still does not read; what it will not need must not pile up here.
    if (isUnderWay || !process.connected) return;
    isUnderWay = true;
    process.send?.(BEAT, undefined, undefined, () => {
      isUnderWay = false;
    });
  };
  beat();
  setInterval(beat, BEAT_MS).unref();
}

export function isBeat(message: unknown): boolean {
  return typeof message === "object" && message !== null && "type" in message && message.type === BEAT.type;
}
