/** What the launcher sends when the sample lists are published. */
export function isLoaded(message: unknown): message is { type: "loaded" } {
  return typeof message === "object" && message !== null && "type" in message && message.type === "loaded";
}
