import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, type Plugin } from "esbuild";

/** Below the project, so that its libraries are found; a folder that nothing reads as source. */
const FOLDER = join(__dirname, "../../node_modules/.cache/gongjian-bench");

/**
 * Makes a program of this folder and the sources it uses into one plain JavaScript file, as the build would:
 * what runs under a loader of TypeScript is slower.
 * @returns the file's path
 */
export async function bundle(entry: string): Promise<string> {
  mkdirSync(FOLDER, { recursive: true });
  const outfile = join(FOLDER, `${entry.replaceAll("/", "-").replace(/\.ts$/, "")}.cjs`);
  await build({
    entryPoints: [join(__dirname, entry)],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    conditions: ["development"],
    sourcemap: true,
    logLevel: "error",
    plugins: [librariesStayOutside, foldersStay],
  });
  return outfile;
}

/** Each is the one that its importer would have found: a workspace may have another version than the root. */
const librariesStayOutside: Plugin = {
  name: "libraries stay outside",
  setup: (build) => {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind, resolveDir }) =>
      kind === "entry-point" || path.startsWith("@gongjian/")
        ? undefined
        : { path: require.resolve(path, { paths: [resolveDir] }), external: true },
    );
  },
};

/** What a source reads from beside itself is still beside where it was. */
const foldersStay: Plugin = {
  name: "folders stay",
  setup: (build) => {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8").replaceAll("__dirname", JSON.stringify(dirname(path)));
      return { contents, loader: "ts" };
    });
  },
};
