import { encodeViewer } from "@gongjian/shared/signature";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ClientBudget } from "../limits/client-budget.ts";
import type { Limits } from "../limits/limits.ts";
import type { CheckedRequest } from "../limits/request-guard.ts";
import type { GatewayMetrics } from "../observability/gateway-metrics.ts";
import { identityOf, type OperationIdentity } from "../observability/operation-identity.ts";
import type { Overload } from "../overload/overload.ts";
import { Refusal } from "../refusal.ts";
import { SECURITY_HEADERS } from "../security-headers.ts";
import { viewerOf } from "../viewer-of-request.ts";
import { answerOf, isUnchanged, type GraphqlAnswer } from "./answer.ts";
import { REQUEST_TIMEOUT_MS, type RequestContext } from "./request-context.ts";
import type { Served, ServedSupergraph } from "./served-supergraph.ts";

export interface GraphqlEndpointOptions {
  readonly served: ServedSupergraph;
  readonly limits: Limits;
  /** Null where callers are not told apart. */
  readonly budget: ClientBudget | null;
  readonly overload: Overload;
  readonly metrics: GatewayMetrics;
  /** Connections are to be given up after the answer. */
  readonly isStopping: () => boolean;
}

/** The body as it came, and what it says. */
interface GraphqlBody {
  readonly text: string;
  readonly json: unknown;
}

/** Serves `POST /graphql`. */
export function serveGraphql(app: FastifyInstance, options: GraphqlEndpointOptions): void {
  const endpoint = new GraphqlEndpoint(options);
  void app.register((scope, _options, registered) => {
    scope.removeAllContentTypeParsers();
    const parse = scope.getDefaultJsonParser("error", "error");
    scope.addContentTypeParser("application/json", { parseAs: "string" }, (request, text: string, done) => {
      void parse(request, text, (error, json?: unknown) => {
        done(error, { text, json });
      });
    });
    scope.route<{ Body: GraphqlBody }>({
      method: "POST",
      url: "/graphql",
      bodyLimit: options.limits.bodyBytes,
      handler: (request, reply) => endpoint.answer(request, reply),
    });
    scope.route({
      method: ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"],
      url: "/graphql",
      handler: () => {
        throw new Refusal(405, "METHOD_NOT_ALLOWED", "请用 POST 方法，内容类型为 application/json。", {
          allow: "POST",
        });
      },
    });
    registered();
  });
}

class GraphqlEndpoint {
  /** By text and name: the same few come again and again. */
  private readonly identities = new WeakMap<object, Map<string, OperationIdentity>>();

  constructor(private readonly options: GraphqlEndpointOptions) {}

  async answer(request: FastifyRequest<{ Body: GraphqlBody }>, reply: FastifyReply): Promise<void> {
    const { budget, overload, served } = this.options;
    const viewer = viewerOf(request);
    const now = served.current;
    const leave = overload.enter();
    try {
      const checked = this.check(request, now);
      await budget?.take(viewer, request.ip, checked.cost);
      const answer = await this.share(request, checked, now);
      this.count(request, checked, answer);
      this.send(request, reply, answer);
    } finally {
      leave();
    }
  }

  private check(request: FastifyRequest<{ Body: GraphqlBody }>, { guard }: Served): CheckedRequest {
    const viewer = viewerOf(request);
    try {
      const checked = guard.check(request.body.json, viewer);
      this.note(request, checked);
      return checked;
    } catch (error) {
      // What is refused has cost something too; the refusal itself does not wait for the account.
      this.options.budget?.take(viewer, request.ip).catch(() => undefined);
      throw error;
    }
  }

  /** Queries that are alike, of callers who may see the same, are carried out once. */
  private share(
    request: FastifyRequest<{ Body: GraphqlBody }>,
    checked: CheckedRequest,
    served: Served,
  ): Promise<GraphqlAnswer> {
    if (checked.isMutation) {
      return this.carryOut(request, checked, served).finally(() => {
        // Whoever has seen this answer must not be given what was read before it.
        served.inFlight.renew();
      });
    }
    const key = `${encodeViewer(viewerOf(request))}\n${request.body.text}`;
    if (served.inFlight.has(key)) {
      request.notes.isShared = true;
      this.options.metrics.coalesced("client");
    }
    return served.inFlight.share(key, () => this.carryOut(request, checked, served));
  }

  private async carryOut(
    request: FastifyRequest,
    checked: CheckedRequest,
    { executor }: Served,
  ): Promise<GraphqlAnswer> {
    const context: RequestContext = {
      viewer: viewerOf(request),
      requestId: request.id,
      deadline: Date.now() + REQUEST_TIMEOUT_MS,
      notes: request.notes,
    };
    return answerOf(await executor.execute(checked, context), checked, this.options.limits.cost);
  }

  private count(
    { notes, caller }: FastifyRequest,
    { isMutation }: CheckedRequest,
    { errorCodes }: GraphqlAnswer,
  ): void {
    const { metrics } = this.options;
    notes.errors = errorCodes.length;
    for (const code of errorCodes) metrics.failed(code);
    metrics.requestAnswered({
      operation: notes.operation?.name ?? null,
      kind: isMutation ? "mutation" : "query",
      seconds: notes.elapsedMs / 1000,
      isFailed: errorCodes.length > 0,
      isStranger: caller?.role === "PUBLIC",
    });
  }

  /** Written past Fastify, which would cost as much as the rest of a small answer. */
  private send({ id, notes, headers }: FastifyRequest, reply: FastifyReply, answer: GraphqlAnswer): void {
    const { metrics, isStopping } = this.options;
    const { etag, body } = answer;
    const isSame = isUnchanged(answer, headers["if-none-match"]);
    if (isSame) metrics.notModified();
    notes.bytes = isSame ? 0 : body.length;
    reply.hijack();
    reply.raw.writeHead(isSame ? 304 : answer.status, [
      ...(etag === null ? UNCACHED : REVALIDATED),
      ...["x-request-id", id],
      ...(etag === null ? [] : ["etag", etag]),
      ...(isSame ? [] : ["content-type", JSON_TYPE, "content-length", String(body.length)]),
      ...(isStopping() ? ["connection", "close"] : []),
    ]);
    reply.raw.end(isSame ? undefined : body);
  }

  private note({ notes }: FastifyRequest, { document, operationName = "", cost }: CheckedRequest): void {
    let names = this.identities.get(document);
    if (!names) this.identities.set(document, (names = new Map<string, OperationIdentity>()));
    let identity = names.get(operationName);
    if (!identity) {
      identity = identityOf(document, operationName === "" ? null : operationName);
      names.set(operationName, identity);
    }
    notes.operation = identity;
    notes.cost = cost;
  }
}

const JSON_TYPE = "application/json; charset=utf-8";
/** Names and values in turn, as the server takes them with the least work. */
const UNCACHED = Object.entries(SECURITY_HEADERS).flat();
/** Kept by the caller alone, and asked for again each time: what changed shows in the ETag. */
const REVALIDATED = Object.entries({ ...SECURITY_HEADERS, "cache-control": "private, no-cache" }).flat();
