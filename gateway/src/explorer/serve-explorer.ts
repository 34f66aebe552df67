import type { FastifyInstance } from "fastify";
import { Refusal } from "../refusal.ts";
import { loadAssets } from "./assets.ts";
import { explorerPage } from "./explorer-page.ts";
import { servePlans, type MakePlan } from "./plan-view.ts";

const PAGE_ROUTE = "/graphiql";
const ASSET_ROUTE = "/graphiql/assets/:version/:file";

/** The pages and what they are made of: nothing in them is secret. Plans need a viewer. */
export const OPEN_EXPLORER_ROUTES = [PAGE_ROUTE, ASSET_ROUTE] as const;

/**
 * Only what this gateway serves, and nothing inline that could run. Styles apart: a dialog of
 * GraphiQL writes one of its own while it is open. Its fonts and some marks are in its stylesheet, as `data:`.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export interface ExplorerOptions {
  readonly plan: MakePlan;
  /** Of a request for a plan, in bytes. */
  readonly bodyLimit: number;
}

/** Serves the developer's pages: GraphiQL at `/graphiql`, and `POST /graphql/plan`. */
export function serveExplorer(app: FastifyInstance, { plan, bodyLimit }: ExplorerOptions): void {
  const assets = loadAssets();
  const page = explorerPage(`${PAGE_ROUTE}/assets/${assets.version}`);

  app.get(PAGE_ROUTE, (_request, reply) =>
    reply
      .header("content-security-policy", POLICY)
      .header("content-type", "text/html; charset=utf-8")
      .send(page),
  );
  app.get<{ Params: { version: string; file: string } }>(ASSET_ROUTE, async ({ params, headers }, reply) => {
    const asset = params.version === assets.version ? assets.files.get(params.file) : undefined;
    if (!asset) throw new Refusal(404, "NOT_FOUND", "没有这个地址。");
    const isZipped = /\bgzip\b/.test(headers["accept-encoding"] ?? "");
    if (isZipped) reply.header("content-encoding", "gzip");
    return reply
      .header("cache-control", "public, max-age=31536000, immutable")
      .header("vary", "accept-encoding")
      .header("content-type", asset.type)
      .send(isZipped ? await asset.zipped() : asset.body);
  });
  servePlans(app, plan, bodyLimit);
}
