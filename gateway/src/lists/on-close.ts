import type { FastifyReply } from "fastify";

/**
 * Does something when the caller's connection is through with the answer: at once where the caller has gone
 * already, because a connection that is closed does not close a second time.
 */
export function onClose({ raw }: FastifyReply, work: () => void): void {
  if (raw.destroyed) work();
  else raw.once("close", work);
}
