import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ListDefinition } from "../list-definition.ts";
import { csvTemplate } from "./csv-template.ts";
import { rowSchema } from "./row-schema.ts";
import { xlsxTemplate } from "./xlsx-template.ts";

interface Form {
  readonly contentType: string;
  make(list: ListDefinition): Promise<Buffer>;
}

const FORMS: Readonly<Record<string, Form>> = {
  "template.xlsx": {
    contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    make: xlsxTemplate,
  },
  "template.csv": {
    contentType: "text/csv; charset=utf-8",
    make: (list) => Promise.resolve(Buffer.from(csvTemplate(list))),
  },
  "schema.json": {
    contentType: "application/schema+json; charset=utf-8",
    make: (list) => Promise.resolve(Buffer.from(JSON.stringify(rowSchema(list), null, 2))),
  },
};

interface MadeForm {
  readonly bytes: Buffer;
  readonly etag: string;
}

/**
 * Adds `GET /lists/<name>/template.xlsx`, `template.csv` and `schema.json`. They are made from the definition
 * when first asked for and kept: a process's definitions do not change.
 */
export function registerTemplateRoutes(app: FastifyInstance, lists: readonly ListDefinition[]): void {
  for (const list of lists) {
    for (const [name, form] of Object.entries(FORMS)) {
      let made: Promise<MadeForm> | undefined;
      app.get(`/lists/${list.name}/${name}`, async (request, reply) => {
        made ??= form.make(list).then((bytes) => ({ bytes, etag: etagOf(bytes) }));
        const file = { name: `${list.label}${name.slice(name.indexOf("."))}`, contentType: form.contentType };
        return answer(request, reply, file, await made);
      });
    }
  }
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, contentType }: { readonly name: string; readonly contentType: string },
  { bytes, etag }: MadeForm,
): FastifyReply {
  void reply.headers({ etag, "cache-control": "public, max-age=300" });
  const known = request.headers["if-none-match"]?.split(/\s*,\s*/) ?? [];
  if (known.includes(etag)) return reply.status(304).send();
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  return reply.headers({ "content-type": contentType, "content-disposition": disposition }).send(bytes);
}

function etagOf(bytes: Buffer): string {
  return `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;
}
