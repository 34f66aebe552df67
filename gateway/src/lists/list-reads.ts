import { LIST_OWNERS, type ListName } from "@gongjian/shared/contracts/lists";
import type { Viewer } from "@gongjian/shared/viewer";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../refusal.ts";
import { viewerOf } from "../viewer-of-request.ts";
import type { ListOptions } from "./list-options.ts";
import { onClose } from "./on-close.ts";
import { forwardedHeaders, receiveFile, searchOf } from "./receive-file.ts";
import { relayAnswer } from "./relay-answer.ts";
import { Slots } from "./slots.ts";

/** An export of a whole city to a slow reader. */
const EXPORT_TIMEOUT_MS = 10 * 60_000;
/** Going back to a revision rewrites a list, as an import does. */
const REVERT_TIMEOUT_MS = 10 * 60_000;
const FORM_TIMEOUT_MS = 10_000;
const ORDER_LIMIT = 64 * 1024;

const ANYBODY: Viewer = { role: "PUBLIC", subject: "anonymous", unitId: null, areaCode: null };

/** What may follow `/lists/<name>`: short plain segments, so that the signed path is the path sent. */
const SEGMENTS = /^(?:\/[\w.-]{1,100}){1,4}$/;

/** Everything about a list but sending it: exports, revisions and going back, templates. */
export class ListReads {
  private readonly slots = new Slots({ total: 16, ofOne: 4 }, "TOO_MANY_DOWNLOADS");

  constructor(private readonly options: ListOptions) {}

  /** Exports and revisions, with what the caller may see. */
  async read(list: ListName, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const viewer = viewerOf(request);
    onClose(reply, this.slots.enter(viewer.subject));
    const answer = await this.ask(list, request, reply, { viewer, withinMs: EXPORT_TIMEOUT_MS });
    return relayAnswer(reply, answer, this.options);
  }

  /** Templates and schemas, which say nothing about anybody. */
  async open(list: ListName, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const answer = await this.ask(list, request, reply, { viewer: ANYBODY, withinMs: FORM_TIMEOUT_MS });
    return relayAnswer(reply, answer, this.options);
  }

  /** Goes back to a revision: a small JSON body. */
  async revert(list: ListName, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const viewer = viewerOf(request);
    onClose(reply, this.slots.enter(viewer.subject));
    const order = await receiveFile(request, this.options.spoolFolder, ORDER_LIMIT);
    onClose(reply, () => void order.release());
    const answer = await this.options.subgraphs[LIST_OWNERS[list]].stream({
      method: "POST",
      path: pathOf(list, request.url),
      body: order,
      viewer,
      headers: forwardedHeaders(request),
      withinMs: REVERT_TIMEOUT_MS,
    });
    return relayAnswer(reply, answer, this.options);
  }

  private ask(
    list: ListName,
    request: FastifyRequest,
    reply: FastifyReply,
    { viewer, withinMs }: { readonly viewer: Viewer; readonly withinMs: number },
  ): ReturnType<ListOptions["subgraphs"]["resources"]["stream"]> {
    const gone = new AbortController();
    onClose(reply, () => {
      gone.abort();
    });
    return this.options.subgraphs[LIST_OWNERS[list]].stream({
      method: "GET",
      path: pathOf(list, request.url),
      body: null,
      viewer,
      headers: forwardedHeaders(request),
      withinMs,
      signal: gone.signal,
    });
  }
}

function pathOf(list: ListName, url: string): string {
  const [path = ""] = url.split("?");
  const rest = path.slice(`/lists/${list}`.length);
  if (!SEGMENTS.test(rest)) throw new Refusal(404, "NOT_FOUND", "没有这个地址。");
  return `/lists/${list}${rest}${searchOf(url)}`;
}
