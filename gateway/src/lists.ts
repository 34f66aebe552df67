import type { IncomingMessage } from "node:http";
import { LIST_OWNERS, type ListName, type SubgraphName } from "@gongjian/shared/contracts/lists";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "./refusal.ts";
import { spool } from "./spool.ts";
import type { SubgraphClient } from "./subgraph-client.ts";
import { viewerOf } from "./viewer-of-request.ts";

const FILE_LIMIT = 20 * 1024 * 1024;
const MAX_UPLOADS = 16;
/** A few slow senders with one credential must leave room for everybody else. */
const MAX_UPLOADS_OF_ONE = 4;
const MAX_SEARCH_LENGTH = 2_000;

export interface ListOptions {
  readonly subgraphs: Readonly<Record<SubgraphName, SubgraphClient>>;
  readonly spoolFolder: string;
  /** Bytes; only tests set another one. */
  readonly fileLimit?: number;
}

/** Serves `POST /lists/<name>`: the file as it is goes to the subgraph that owns the list. */
export async function serveLists(app: FastifyInstance, options: ListOptions): Promise<void> {
  const uploads = new Uploads(options);
  await app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, parsed) => {
      parsed(null, payload);
    });
    for (const list of Object.keys(LIST_OWNERS) as ListName[]) {
      scope.post(`/lists/${list}`, (request, reply) => uploads.take(list, request, reply));
    }
    done();
  });
}

class Uploads {
  /** Who is sending: one entry for each upload. */
  private readonly senders: string[] = [];

  constructor(private readonly options: ListOptions) {}

  async take(list: ListName, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    assertPlainFile(request);
    const { subject } = viewerOf(request);
    this.enter(subject);
    try {
      return await this.forward(list, request, reply);
    } finally {
      this.senders.splice(this.senders.indexOf(subject), 1);
    }
  }

  private enter(subject: string): void {
    const retry = { "retry-after": "5" };
    if (this.senders.length >= MAX_UPLOADS) {
      throw new Refusal(503, "TOO_MANY_UPLOADS", "同时上传的文件太多，请稍后再试。", retry);
    }
    if (this.senders.filter((sender) => sender === subject).length >= MAX_UPLOADS_OF_ONE) {
      const message = `您同时上传的文件超过 ${MAX_UPLOADS_OF_ONE} 个，请等前面的传完。`;
      throw new Refusal(429, "TOO_MANY_UPLOADS", message, retry);
    }
    this.senders.push(subject);
  }

  private async forward(list: ListName, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { subgraphs, spoolFolder, fileLimit = FILE_LIMIT } = this.options;
    const body = (request.body as IncomingMessage | undefined) ?? request.raw;
    // A sender who breaks off makes this throw, and nothing is sent on.
    const file = await spool(body, spoolFolder, fileLimit);
    try {
      const answer = await subgraphs[LIST_OWNERS[list]].upload({
        path: `/lists/${list}${searchOf(request.url)}`,
        body: file.read(),
        size: file.size,
        hash: file.hash,
        viewer: viewerOf(request),
        headers: forwarded(request),
      });
      const report = Buffer.from(await answer.body.arrayBuffer());
      const type = answer.headers["content-type"];
      return await reply
        .status(answer.statusCode)
        .header("content-type", typeof type === "string" ? type : "application/json")
        .send(report);
    } finally {
      await file.release();
    }
  }
}

function assertPlainFile({ headers }: FastifyRequest): void {
  const encoding = headers["content-encoding"] ?? "identity";
  // Not also application/x-www-form-urlencoded: curl says that of every --data-binary.
  const isMultipart = /^multipart\//i.test(headers["content-type"] ?? "");
  if (encoding !== "identity" || isMultipart) {
    const message = "请把文件原样作为请求体发送（curl --data-binary @文件），不要用表单或压缩。";
    throw new Refusal(415, "UNSUPPORTED_MEDIA_TYPE", message, { connection: "close" });
  }
}

/** The query string, written anew: what is signed must be what the subgraph sees. */
function searchOf(url: string): string {
  const start = url.indexOf("?");
  if (start === -1) return "";
  const search = new URLSearchParams(url.slice(start + 1)).toString();
  if (search.length > MAX_SEARCH_LENGTH) throw new Refusal(400, "BAD_REQUEST", "网址中的参数过长。");
  return search === "" ? "" : `?${search}`;
}

function forwarded({ headers, id }: FastifyRequest): Record<string, string> {
  const { "content-type": type = "application/octet-stream", "idempotency-key": key } = headers;
  return {
    "content-type": type,
    "x-request-id": id,
    ...(typeof key === "string" ? { "idempotency-key": key } : {}),
  };
}
