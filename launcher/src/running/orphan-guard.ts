// Loaded before the code of every child. A part stops in order when the launcher is gone; one that
// hangs, or had not begun to listen yet, must still not outlive it.
const PATIENCE_MS = 10_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
  // Nothing has begun to listen: there is nothing to stop in order either.
  if (process.listenerCount("disconnect") === 0) process.exit(1);
});
process.channel?.unref();
