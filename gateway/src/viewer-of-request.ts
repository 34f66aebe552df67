import type { Viewer } from "@gongjian/shared/viewer";
import type { FastifyRequest } from "fastify";

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the authentication of the routes that need one. */
    caller: Viewer | null;
  }
}

export function viewerOf({ caller }: FastifyRequest): Viewer {
  if (!caller) throw new Error("A route was reached without a viewer.");
  return caller;
}
