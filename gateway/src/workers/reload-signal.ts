/** SIGHUP asks a service to read its files again. On a terminal it says that the terminal is gone, and ends it. */
export function onReloadSignal(reload: () => void): void {
  if (!process.stdout.isTTY) process.on("SIGHUP", reload);
}
