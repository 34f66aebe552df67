import { LIST_OWNERS, type ListName } from "@gongjian/shared/contracts/lists";
import type { FastifyInstance } from "fastify";
import { Checks } from "./lists/checks.ts";
import type { ListOptions } from "./lists/list-options.ts";
import { ListReads } from "./lists/list-reads.ts";
import { Uploads } from "./lists/uploads.ts";

const LISTS = Object.keys(LIST_OWNERS) as ListName[];
const FORMS = ["template.xlsx", "template.csv", "schema.json"] as const;

/** What needs no account: templates, schemas, and checking a file before one has an account. */
export const OPEN_LIST_ROUTES: ReadonlySet<string> = new Set(
  LISTS.flatMap((list) => [...FORMS, "check"].map((name) => `/lists/${list}/${name}`)),
);

/**
 * Serves `/lists/<name>`: sending, checking, exporting, revisions, templates. Everything is answered by the
 * subgraph that owns the list, signed for the caller and handed on as it comes.
 */
export async function serveLists(app: FastifyInstance, options: ListOptions): Promise<void> {
  const uploads = new Uploads(options);
  const checks = new Checks(options);
  const reads = new ListReads(options);
  // A HEAD would have the subgraph write a whole export for nobody.
  const getOnly = { exposeHeadRoute: false };

  await app.register((scope, _options, done) => {
    // Files are taken as they are, whatever they call themselves.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, parsed) => {
      parsed(null, payload);
    });
    for (const list of LISTS) {
      const path = `/lists/${list}`;
      scope.post(path, (request, reply) => uploads.take(list, request, reply));
      scope.post(`${path}/check`, (request, reply) => checks.take(list, request, reply));
      scope.post(`${path}/revert`, (request, reply) => reads.revert(list, request, reply));
      for (const name of ["export", "revisions", "revisions/*"]) {
        scope.get(`${path}/${name}`, getOnly, (request, reply) => reads.read(list, request, reply));
      }
      for (const name of FORMS) {
        scope.get(`${path}/${name}`, getOnly, (request, reply) => reads.open(list, request, reply));
      }
    }
    done();
  });
}
