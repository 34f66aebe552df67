import type { FastifyInstance } from "fastify";
import { OVERLOADED, type Overload } from "./overload.ts";

const BODY = Buffer.from(
  JSON.stringify({ errors: [{ message: OVERLOADED.message, extensions: { code: OVERLOADED.code } }] }),
);
const HEADERS = {
  ...OVERLOADED.headers,
  "content-type": "application/json; charset=utf-8",
  "content-length": BODY.length,
  "cache-control": "no-store",
};

/**
 * Refuses GraphQL requests as long as there are too many, before anything is done for them: no credential is
 * looked at, no body read, no line logged. Has to be the first hook.
 * @param onShed counts them
 */
export function shedRequests(app: FastifyInstance, overload: Overload, onShed: () => void): void {
  app.addHook("onRequest", (request, reply, next) => {
    if (request.routeOptions.url !== "/graphql" || !overload.isFull) {
      next();
      return;
    }
    onShed();
    reply.hijack();
    reply.raw.writeHead(OVERLOADED.status, HEADERS).end(BODY);
  });
}
