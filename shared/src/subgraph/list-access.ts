import type { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answerFailure } from "../import/http-failure.ts";
import { ImportRefused } from "../import/import-refused.ts";
import type { Logger } from "../log.ts";
import type { RequestScope } from "./define-subgraph.ts";

/** Query parameters as they came: the handlers say what they expect. */
type Raw = Readonly<Record<string, string>>;

/** What scripts do with a published list beside sending it. Refusals are ImportRefused or GraphQL errors. */
export interface ListAccess {
  /** The list as a file; the stream ends with an error where the file is not complete. */
  export(
    scope: RequestScope,
    list: string,
    raw: Raw,
  ): Promise<{ readonly contentType: string; readonly fileName: string; readonly stream: Readable }>;
  revisions(scope: RequestScope, list: string, raw: Raw): Promise<object>;
  revision(scope: RequestScope, list: string, id: string, raw: Raw): Promise<object>;
  compare(
    scope: RequestScope,
    list: string,
    revisions: { readonly from: string; readonly to: string },
    raw: Raw,
  ): Promise<object>;
  revert(scope: RequestScope, list: string, raw: Raw, idempotencyKey: string | null): Promise<object>;
}

interface Params {
  readonly list: string;
  readonly id: string;
  readonly to: string;
}

type Handle = (access: ListAccess, call: Call) => Promise<object | FastifyReply>;

interface Call {
  readonly scope: RequestScope;
  readonly params: Params;
  readonly raw: Raw;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

const READS: Readonly<Record<string, Handle>> = {
  "/lists/:list/export": async (access, { scope, params, raw, reply }) => {
    const { contentType, fileName, stream } = await access.export(scope, params.list, raw);
    return reply
      .header("content-type", contentType)
      .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`)
      .send(stream);
  },
  "/lists/:list/revisions": (access, { scope, params, raw }) => access.revisions(scope, params.list, raw),
  "/lists/:list/revisions/:id": (access, { scope, params, raw }) =>
    access.revision(scope, params.list, params.id, raw),
  "/lists/:list/revisions/:id/compare/:to": (access, { scope, params: { list, id, to }, raw }) =>
    access.compare(scope, list, { from: id, to }, raw),
};

const revert: Handle = (access, { scope, params, raw, request }) => {
  const key = request.headers["idempotency-key"];
  return access.revert(scope, params.list, raw, typeof key === "string" ? key : null);
};

/** Adds exports, revisions and going back for the lists of a subgraph. */
export function registerListAccess(
  app: FastifyInstance,
  access: ListAccess | undefined,
  scopeOf: (request: FastifyRequest) => RequestScope,
  log: Logger,
): void {
  const answer =
    (handle: Handle) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      try {
        if (!access) throw new ImportRefused("UNKNOWN_LIST", "这份清单不提供导出和版本。", 404);
        const call = {
          scope: scopeOf(request),
          params: request.params as Params,
          raw: plainQuery(request.query),
          request,
          reply,
        };
        const result = await handle(access, call);
        if (result !== reply) await reply.send(result);
      } catch (error) {
        return answerFailure(error, request, reply, log);
      }
      return reply;
    };
  for (const [path, handle] of Object.entries(READS)) app.get(path, answer(handle));
  void app.register((scope, _options, done) => {
    // What is to be done stands in the signed address; a body says nothing.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, ready) => {
      payload.resume();
      payload.once("end", () => {
        ready(null);
      });
    });
    scope.post("/lists/:list/revert", answer(revert));
    done();
  });
}

/** A parameter that is given twice counts once, the last one. */
function plainQuery(query: unknown): Raw {
  const entries = Object.entries((query ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const last: unknown = [value].flat().at(-1);
      return [name, typeof last === "string" ? last : ""];
    }),
  );
}
