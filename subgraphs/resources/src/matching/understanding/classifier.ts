import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Features } from "./features.ts";
import { lexicon, lexiconVersion } from "./lexicon.ts";
import { train, type Model } from "./train.ts";

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
  const size = leaves.length;
  const odds = Float64Array.from(bias);
  for (const [feature, strength] of features) {
    const row = vocabulary.get(feature);
    if (row === undefined) continue;
    const factor = scale * strength;
    let at = row * size;
    for (let leaf = 0; leaf < size; leaf++) odds[leaf] = (odds[leaf] ?? 0) + (weights[at++] ?? 0) * factor;
  }
  const top = odds.reduce((most, value) => Math.max(most, value), -Infinity);
  let total = 0;
  odds.forEach((value, leaf) => (total += odds[leaf] = Math.exp((value - top) / SOFTNESS)));
  return { leaves, odds: odds.map((value) => value / total) };
}

function fileName(): string {
  return join(lexicon().folder, "lexicon/learnt.bin");
}

type Header = Omit<Model, "vocabulary" | "weights"> & {
  readonly of: string;
  readonly features: readonly string[];
};

/** Layout: length of the header (4 bytes, little-endian), header (JSON), weights. */
function kept(): Model | null {
  if (!existsSync(fileName())) return null;
  const file = readFileSync(fileName());
  const end = 4 + file.readUInt32LE(0);
  const { of, features, ...rest } = JSON.parse(file.toString("utf8", 4, end)) as Header;
  if (of !== lexiconVersion()) return null;
  const vocabulary = new Map(features.map((feature, row) => [feature, row]));
  const weights = new Int8Array(file.buffer, file.byteOffset + end, file.length - end);
  return { ...rest, vocabulary, weights };
}

/** A folder that cannot be written only costs the next process the learning. */
function keep(learnt: Model): Model {
  const { vocabulary, weights, ...rest } = learnt;
  const header: Header = { of: lexiconVersion(), ...rest, features: [...vocabulary.keys()] };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const bytes = Buffer.concat([
    length,
    json,
    Buffer.from(weights.buffer, weights.byteOffset, weights.length),
  ]);
  const own = `${fileName()}.${process.pid}`;
  try {
    writeFileSync(own, bytes);
    renameSync(own, fileName());
  } catch {
    rmSync(own, { force: true });
  }
  return learnt;
}
