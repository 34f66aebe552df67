import { LIST_OWNERS, type ListName } from "@gongjian/shared/contracts/lists";
import type { FastifyReply, FastifyRequest } from "fastify";
import { viewerOf } from "../viewer-of-request.ts";
import type { ListOptions } from "./list-options.ts";
import { onClose } from "./on-close.ts";
import { assertPlainFile, forwardedHeaders, receiveFile, searchOf } from "./receive-file.ts";
import { relayAnswer } from "./relay-answer.ts";
import { Slots } from "./slots.ts";

/** What the largest unit's list needs, with room: 100,000 rows are about 20 MB. */
const FILE_LIMIT = 128 * 1024 * 1024;

/** Long enough for the largest file on a slow machine; progress comes meanwhile. */
const IMPORT_TIMEOUT_MS = 10 * 60_000;

/** `POST /lists/<name>`: the file as it is goes to the subgraph that owns the list. */
export class Uploads {
  private readonly slots = new Slots({ total: 16, ofOne: 4 }, "TOO_MANY_UPLOADS");

  constructor(private readonly options: ListOptions) {}

  async take(list: ListName, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    assertPlainFile(request);
    const viewer = viewerOf(request);
    onClose(reply, this.slots.enter(viewer.subject));

    const { subgraphs, spoolFolder, fileLimit = FILE_LIMIT } = this.options;
    const file = await receiveFile(request, spoolFolder, fileLimit);
    const gone = new AbortController();
    onClose(reply, () => {
      gone.abort();
      void file.release();
    });
    const answer = await subgraphs[LIST_OWNERS[list]].stream({
      method: "POST",
      path: `/lists/${list}${searchOf(request.url)}`,
      body: file,
      viewer,
      headers: forwardedHeaders(request),
      withinMs: IMPORT_TIMEOUT_MS,
      signal: gone.signal,
    });
    return relayAnswer(reply, answer, this.options);
  }
}
