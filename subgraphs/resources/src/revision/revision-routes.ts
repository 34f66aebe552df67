import { idAfter, type Connection } from "@gongjian/shared/connection";
import { isId } from "@gongjian/shared/id";
import { ImportRefused } from "@gongjian/shared/import/import-refused";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import type { DataSource } from "typeorm";
import { unitIdOf, type RawParameters } from "../export/export-parameters.ts";
import { exportedLists } from "../export/exported-lists.ts";
import { createChangesLoader } from "./change.loader.ts";
import { PublicationService } from "./publication.service.ts";
import type { PublicationChange } from "./publication.type.ts";
import type { PublicationView } from "./publication.loader.ts";
import { RevertService, type RevertReport } from "./revert.service.ts";

/** A page as scripts read it; `next` is the next page's `after`. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly next: string | null;
}

type PublicationJson = Omit<PublicationView, "actor" | "publishedAt"> & {
  readonly actor: { readonly role: string; readonly subject: string };
  readonly publishedAt: string;
};

/** `GET /lists/<list>/revisions?unit=&first=&after=`: newest first. */
export async function listRevisions(
  { db, viewer }: RequestScope,
  list: string,
  raw: RawParameters,
): Promise<Page<PublicationJson>> {
  const unitId = await unitOf(db, list, raw);
  const page = await new PublicationService(db, viewer).list({ list, unitId }, pageOf(raw));
  return jsonPage(page, toJson);
}

/** `GET /lists/<list>/revisions/<id>?first=&after=`: what one revision did, line by line. */
export async function showRevision(
  { db, viewer }: RequestScope,
  list: string,
  id: string,
  raw: RawParameters,
): Promise<PublicationJson & { readonly changes: Page<PublicationChange> }> {
  const publication = isId(id) ? await new PublicationService(db, viewer).find(id) : null;
  if (publication?.list !== list) throw new ImportRefused("NOT_FOUND", "找不到这一版。", 404);
  const page = pageOf(raw);
  const loader = createChangesLoader(db, viewer);
  const changes = await loader.load({
    list,
    publicationId: id,
    kind: null,
    first: page.first,
    after: idAfter(page),
  });
  return { ...toJson(publication), changes: jsonPage(changes, (change) => change) };
}

/** `GET /lists/<list>/revisions/<from>/compare/<to>?unit=&first=&after=`. */
export async function compareRevisions(
  { db, viewer }: RequestScope,
  list: string,
  { from, to }: { readonly from: string; readonly to: string },
  raw: RawParameters,
): Promise<Page<PublicationChange>> {
  const unitId = await unitOf(db, list, raw);
  const page = await new PublicationService(db, viewer).compare({ list, unitId, from, to }, pageOf(raw));
  return jsonPage(page, (change) => change);
}

/** `POST /lists/<list>/revert?to=&unit=&dryRun=`; without `to` the latest publication is taken back. */
export async function revertRevision(
  { db, viewer, clock }: RequestScope,
  list: string,
  raw: RawParameters,
  idempotencyKey: string | null,
): Promise<RevertReport> {
  const { to = null, dryRun = "false" } = raw;
  if (to !== null && !isId(to)) throw wrong("参数 to 应为一版的编号");
  if (!["true", "false", "1", "0"].includes(dryRun)) throw wrong("参数 dryRun 应为 true 或 false");
  return new RevertService(db, viewer, clock).revert({
    list,
    unitId: await unitOf(db, list, raw),
    publicationId: to,
    dryRun: dryRun === "true" || dryRun === "1",
    idempotencyKey,
  });
}

async function unitOf(db: DataSource, list: string, { unit }: RawParameters): Promise<string | null> {
  const definition = exportedLists.get(list)?.definition;
  if (!definition) throw new ImportRefused("UNKNOWN_LIST", "没有这个名称的清单。", 404);
  return unitIdOf(db, definition, unit ?? null);
}

const PAGE = /^(?:[1-9]\d?|100)$/;

function pageOf({ first = "20", after }: RawParameters): { first: number; after?: string } {
  if (!PAGE.test(first)) throw wrong("参数 first 应为 1–100");
  return { first: Number(first), ...(after === undefined ? {} : { after }) };
}

function jsonPage<Node, Json>({ nodes, pageInfo }: Connection<Node>, json: (node: Node) => Json): Page<Json> {
  return { nodes: nodes.map(json), next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

function toJson({ actor, publishedAt, ...facts }: PublicationView): PublicationJson {
  return {
    ...facts,
    actor: { role: actor.role, subject: actor.subject.text },
    publishedAt: publishedAt.toISOString(),
  };
}

function wrong(message: string): ImportRefused {
  return new ImportRefused("BAD_USER_INPUT", `${message}。`, 400);
}
