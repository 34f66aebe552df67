import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { EXPLORER_FOLDER } from "./explorer-folder.ts";
import { savedExamples } from "./saved-examples.ts";

/** One file of the pages. */
interface Asset {
  readonly type: string;
  readonly body: Buffer;
  /** Compressed when first asked for, and kept. */
  zipped(): Promise<Buffer>;
}

/** Everything the pages load, by name. */
export interface Assets {
  /** Changes with any of the files: it stands in their address, so that they may be kept for good. */
  readonly version: string;
  readonly files: ReadonlyMap<string, Asset>;
}

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
};

/** Reads the libraries, our own scripts and the saved examples: about 1.5 MB, once a process. */
export function loadAssets(): Assets {
  const contents: [name: string, body: Buffer][] = [
    ...libraries().map(([name, path]): [string, Buffer] => [name, readFileSync(path)]),
    ...ownFiles().map((name): [string, Buffer] => [name, readFileSync(join(PAGE_FOLDER, name))]),
    ["examples.json", Buffer.from(JSON.stringify(savedExamples()))],
  ];
  const hash = createHash("sha256");
  for (const [name, body] of contents) hash.update(name).update(body);
  return {
    version: hash.digest("hex").slice(0, 16),
    files: new Map(contents.map(([name, body]) => [name, assetOf(name, body)])),
  };
}

function libraries(): (readonly [name: string, path: string])[] {
  const folders = {
    react: dirname(require.resolve("react/package.json")),
    reactDom: dirname(require.resolve("react-dom/package.json")),
    graphiql: dirname(require.resolve("graphiql/package.json")),
  };
  return [
    ["react.js", join(folders.react, "umd", "react.production.min.js")],
    ["react-dom.js", join(folders.reactDom, "umd", "react-dom.production.min.js")],
    ["graphiql.js", join(folders.graphiql, "graphiql.min.js")],
    ["graphiql.css", join(folders.graphiql, "graphiql.min.css")],
  ];
}

const PAGE_FOLDER = join(EXPLORER_FOLDER, "page");

function ownFiles(): string[] {
  return readdirSync(PAGE_FOLDER)
    .filter((name) => /\.(css|mjs)$/.test(name))
    .sort();
}

const compress = promisify(gzip);

function assetOf(name: string, body: Buffer): Asset {
  let zipped: Promise<Buffer> | null = null;
  return {
    type: TYPES[extname(name)] ?? "application/octet-stream",
    body,
    zipped: () => (zipped ??= compress(body, { level: 9 })),
  };
}
