import { addAbortSignal } from "node:stream";
import { LIST_OWNERS, type ListName } from "@gongjian/shared/contracts/lists";
import type { Viewer } from "@gongjian/shared/viewer";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { ListOptions } from "./list-options.ts";
import { onClose } from "./on-close.ts";
import { assertPlainFile, bodyOf, forwardedHeaders, receiveFile, searchOf } from "./receive-file.ts";
import { networkOf } from "../limits/network-of.ts";
import { RateLimit } from "../limits/rate-limit.ts";
import { relayAnswer } from "./relay-answer.ts";
import { Slots } from "./slots.ts";
import { Turnstile } from "./turnstile.ts";

/** Who has no account may send less at a time than who has one. */
const FILE_LIMIT = 20 * 1024 * 1024;
const CHECKS_PER_MINUTE = 6;
/** A sender who trickles must not keep others from checking. */
const RECEIVE_TIMEOUT_MS = 60_000;
const CHECK_TIMEOUT_MS = 60_000;

const ANYBODY: Viewer = { role: "PUBLIC", subject: "anonymous", unitId: null, areaCode: null };

/** `POST /lists/<name>/check`: the checks of an import for whoever asks; nothing is published. */
export class Checks {
  private readonly slots = new Slots({ total: 8, ofOne: 2 }, "TOO_MANY_UPLOADS");
  /** Members' own imports come first. */
  private readonly turnstile = new Turnstile(2);
  private readonly rate: RateLimit;

  constructor(private readonly options: ListOptions) {
    const perMinute = options.checksPerMinute ?? CHECKS_PER_MINUTE;
    this.rate = new RateLimit(
      perMinute,
      (seconds) => `每分钟最多 ${perMinute} 次，请 ${seconds} 秒后再试；登录后用 dryRun=true 试算不受此限。`,
    );
  }

  async take(list: ListName, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    assertPlainFile(request);
    await this.rate.take(networkOf(request.ip));
    onClose(reply, this.slots.enter(networkOf(request.ip)));

    const { subgraphs, spoolFolder, fileLimit = FILE_LIMIT } = this.options;
    addAbortSignal(AbortSignal.timeout(RECEIVE_TIMEOUT_MS), bodyOf(request));
    const file = await receiveFile(request, spoolFolder, fileLimit);
    const gone = new AbortController();
    onClose(reply, () => {
      gone.abort();
      void file.release();
    });
    onClose(reply, await this.turnstile.enter());
    const answer = await subgraphs[LIST_OWNERS[list]].stream({
      method: "POST",
      path: `/lists/${list}/check${searchOf(request.url)}`,
      body: file,
      viewer: ANYBODY,
      headers: forwardedHeaders(request),
      withinMs: CHECK_TIMEOUT_MS,
      signal: gone.signal,
    });
    return relayAnswer(reply, answer, this.options);
  }
}
