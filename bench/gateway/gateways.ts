import { existsSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.ts";

const RIVALS = join(__dirname, "../rivals");
export const INSTALL_RIVALS = "npm ci --prefix bench/rivals";

/** A gateway of the bench: what Node is started with. The environment tells it the port and the subgraphs. */
export interface Gateway {
  readonly key: string;
  readonly name: string;
  /** Null: it is not installed. */
  readonly args: (place: { readonly port: number; readonly supergraph: string }) => Promise<string[] | null>;
  /** Of Node itself. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** As the launcher and the containers start our gateway; the floor gets the same. */
const FLAGS = ["--max-semi-space-size=32"];

export const FLOOR: Gateway = {
  key: "floor",
  name: "floor: by hand 手写",
  args: program("floor.ts"),
  flags: FLAGS,
};
export const APOLLO: Gateway = {
  key: "standalone",
  name: "@apollo/gateway standalone",
  args: program("apollo-standalone.ts"),
};
export const OURS: Gateway = {
  key: "ours",
  name: "ours 本网关",
  args: program("ours.ts"),
  flags: FLAGS,
};
export const HIVE: Gateway = {
  key: "hive",
  name: "@graphql-hive/gateway native",
  args: ({ port, supergraph }) => {
    const options = ["--hive-router-runtime", "--fork", "1", "--host", "127.0.0.1", "--port", String(port)];
    return installed("node_modules/@graphql-hive/gateway/dist/bin.js", [
      "supergraph",
      supergraph,
      ...options,
    ]);
  },
};
export const MERCURIUS: Gateway = {
  key: "mercurius",
  name: "@mercuriusjs/gateway JIT",
  args: async () =>
    (await installed("node_modules/@mercuriusjs/gateway/index.js")) && installed("mercurius.mjs"),
};

export const GATEWAYS: readonly Gateway[] = [
  FLOOR,
  OURS,
  {
    key: "apollo-server",
    name: "ours behind Apollo Server",
    args: program("ours.ts"),
    flags: FLAGS,
    env: { GONGJIAN_ENGINE: "gongjian-apollo-server" },
  },
  {
    key: "apollo",
    name: "ours --engine apollo",
    args: program("ours.ts"),
    flags: FLAGS,
    env: { GONGJIAN_ENGINE: "apollo" },
  },
  APOLLO,
  HIVE,
  MERCURIUS,
];

function program(entry: string): Gateway["args"] {
  return async () => [await bundle(entry)];
}

function installed(file: string, args: readonly string[] = []): Promise<string[] | null> {
  const path = join(RIVALS, file);
  return Promise.resolve(existsSync(path) ? [path, ...args] : null);
}
