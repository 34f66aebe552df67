import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Features } from "./features.ts";
import { lexicon } from "./lexicon.ts";
import { train, type Model } from "./train.ts";

/** Counts up when features or training change, so that no process reads what another version has learnt. */
const VERSION = 1;

/** The lessons are learnt by heart, so what is learnt is surer than it should be. */
const SOFTNESS = 2;

let shared: Model | undefined;

/** What was learnt from the lexicon: read from its file, or learnt now (some seconds) and kept for the next. */
function model(): Model {
  shared ??= kept() ?? keep(train());
  return shared;
}

/** The probability of each leaf category for a text, in the order of `leaves`. */
export function classify(features: Features): {
  readonly leaves: readonly string[];
  readonly odds: Float64Array;
} {
  const { leaves, vocabulary, weights, scale, bias } = model();
  const odds = Float64Array.from(bias);
  for (const [feature, strength] of features) {
    const row = vocabulary.get(feature);
    if (row === undefined) continue;
    const start = row * leaves.length;
    for (let leaf = 0; leaf < leaves.length; leaf++) {
      odds[leaf] = (odds[leaf] ?? 0) + (weights[start + leaf] ?? 0) * scale * strength;
    }
  }
  const top = odds.reduce((most, value) => Math.max(most, value), -Infinity);
  let total = 0;
  odds.forEach((value, leaf) => (total += odds[leaf] = Math.exp((value - top) / SOFTNESS)));
  return { leaves, odds: odds.map((value) => value / total) };
}

/** Of the lexicon's content and this program: what was learnt from another is of no use. */
function fileName(): string {
  const hash = createHash("sha256").update(`${VERSION} ${lexicon().hash}`).digest("hex").slice(0, 16);
  return join(lexicon().folder, "lexicon/.learnt", `${hash}.bin`);
}

/** Layout: length of the header (4 bytes), header (JSON), weights. */
function kept(): Model | null {
  try {
    const file = readFileSync(fileName());
    const end = 4 + file.readUInt32LE(0);
    const header = JSON.parse(file.toString("utf8", 4, end)) as Omit<Model, "vocabulary" | "weights"> & {
      readonly features: string[];
    };
    const vocabulary = new Map(header.features.map((feature, row) => [feature, row]));
    const weights = new Int8Array(file.buffer, file.byteOffset + end, file.length - end);
    return { ...header, vocabulary, weights };
  } catch {
    return null;
  }
}

/** A folder that cannot be written only costs the next process the learning. */
function keep(learnt: Model): Model {
  const { vocabulary, weights, ...rest } = learnt;
  const header = Buffer.from(JSON.stringify({ ...rest, features: [...vocabulary.keys()] }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  try {
    const name = fileName();
    mkdirSync(join(name, ".."), { recursive: true });
    writeFileSync(
      `${name}.${process.pid}`,
      Buffer.concat([length, header, Buffer.from(weights.buffer, weights.byteOffset, weights.length)]),
    );
    renameSync(`${name}.${process.pid}`, name);
    for (const other of readdirSync(join(name, ".."))) {
      if (!name.endsWith(other)) rmSync(join(name, "..", other), { force: true });
    }
  } catch {
    // Read-only: learnt anew by every process.
  }
  return learnt;
}
