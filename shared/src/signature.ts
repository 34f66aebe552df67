import { createHmac, createSecretKey, hash, randomUUID, timingSafeEqual, type KeyObject } from "node:crypto";
import { z } from "zod";
import { viewerSchema, type Viewer } from "./viewer.ts";

/** Keys for signing calls between our processes: the first signs, all verify (rotation). */
const signingKeys = z.array(z.object({ kid: z.string().min(1), secret: z.base64url().min(43) })).min(1);
export type SigningKeys = z.infer<typeof signingKeys>;
type SigningKey = SigningKeys[number];

/** How long a signature is good for, in seconds; a nonce is remembered as long (PROMISES 12). */
export const SIGNATURE_LIFETIME_S = 60;

export interface SignedRequest {
  readonly method: string;
  /** Path with query string. */
  readonly path: string;
  /** SHA-256 of the body, lower-case hex; of the empty string where there is none. */
  readonly bodyHash: string;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

export type Verdict =
  | { readonly viewer: Viewer; readonly bodyHash: string }
  | {
      readonly refused: "UNSIGNED" | "UNKNOWN_KEY" | "EXPIRED" | "BAD_SIGNATURE" | "REPLAYED" | "BAD_VIEWER";
    };

export function parseSigningKeys(json: string): SigningKeys {
  return signingKeys.parse(JSON.parse(json));
}

export function sha256(body: string | Buffer): string {
  return hash("sha256", body, "hex");
}

const encodedViewers = new WeakMap<Viewer, string>();

/** The viewer as the text of a header: everything that a subgraph knows of the caller. */
export function encodeViewer(viewer: Viewer): string {
  let encoded = encodedViewers.get(viewer);
  if (encoded === undefined) {
    encoded = Buffer.from(JSON.stringify(viewer)).toString("base64url");
    encodedViewers.set(viewer, encoded);
  }
  return encoded;
}

/** The headers that carry the viewer and a signature over method, path, time, nonce, viewer and body. */
export function signRequest(
  keys: SigningKeys,
  request: SignedRequest,
  viewer: Viewer,
  now = Date.now(),
): Record<string, string> {
  const key = keys[0];
  if (!key) throw new Error("There is no key to sign with.");
  const signed = {
    "x-gongjian-viewer": encodeViewer(viewer),
    "x-gongjian-time": String(now),
    "x-gongjian-nonce": randomUUID(),
    "x-gongjian-body": request.bodyHash,
    "x-gongjian-key": key.kid,
    "x-gongjian-signature": "",
  };
  signed["x-gongjian-signature"] = mac(key, request.method, request.path, signed);
  return signed;
}

/** Remembers nonces in memory for as long as their signature would be accepted. */
export class NonceMemory {
  private readonly seen = new Map<string, number>();

  /** False when the nonce was seen before. Both insertion order and time are monotonic, so the oldest go first. */
  remember(nonce: string, now: number): boolean {
    for (const [old, time] of this.seen) {
      if (now - time <= 2 * SIGNATURE_LIFETIME_S * 1000) break;
      this.seen.delete(old);
    }
    if (this.seen.has(nonce)) return false;
    this.seen.set(nonce, now);
    return true;
  }
}

/**
 * Checks a call from another of our processes. The caller still has to compare the hash of the body it
 * reads with `bodyHash`.
 */
export function verifyRequest(
  keys: SigningKeys,
  nonces: NonceMemory,
  request: { method: string; path: string; headers: Headers },
  now = Date.now(),
): Verdict {
  const signed = readHeaders(request.headers);
  if (!signed) return { refused: "UNSIGNED" };
  const key = keys.find(({ kid }) => kid === signed["x-gongjian-key"]);
  if (!key) return { refused: "UNKNOWN_KEY" };

  const age = Math.abs(now - Number(signed["x-gongjian-time"]));
  if (!(age <= SIGNATURE_LIFETIME_S * 1000)) return { refused: "EXPIRED" };

  const expected = mac(key, request.method, request.path, signed);
  if (!equal(expected, signed["x-gongjian-signature"])) return { refused: "BAD_SIGNATURE" };
  if (!nonces.remember(signed["x-gongjian-nonce"], now)) return { refused: "REPLAYED" };

  const viewer = readViewer(signed["x-gongjian-viewer"]);
  return viewer ? { viewer, bodyHash: signed["x-gongjian-body"] } : { refused: "BAD_VIEWER" };
}

const HEADERS = [
  "x-gongjian-viewer",
  "x-gongjian-time",
  "x-gongjian-nonce",
  "x-gongjian-body",
  "x-gongjian-key",
  "x-gongjian-signature",
] as const;

type SignedHeaders = Readonly<Record<(typeof HEADERS)[number], string>>;

function readHeaders(headers: Headers): SignedHeaders | null {
  for (const name of HEADERS) {
    const value = headers[name];
    if (typeof value !== "string" || value.length > 2000) return null;
  }
  return headers as SignedHeaders;
}

function mac(key: SigningKey, method: string, path: string, signed: SignedHeaders): string {
  const message = [
    method.toUpperCase(),
    path,
    signed["x-gongjian-time"],
    signed["x-gongjian-nonce"],
    signed["x-gongjian-viewer"],
    signed["x-gongjian-body"],
  ].join("\n");
  return createHmac("sha256", secretOf(key)).update(message).digest("base64url");
}

const secrets = new WeakMap<SigningKey, KeyObject>();

function secretOf(key: SigningKey): KeyObject {
  let secret = secrets.get(key);
  if (secret === undefined) {
    secret = createSecretKey(key.secret, "base64url");
    secrets.set(key, secret);
  }
  return secret;
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Callers come back: their headers are checked once. Only those of a good signature get here. */
const MAX_VIEWERS = 1_000;
const viewers = new Map<string, Viewer>();

function readViewer(encoded: string): Viewer | null {
  const known = viewers.get(encoded);
  if (known) return known;
  try {
    const viewer = viewerSchema.parse(JSON.parse(Buffer.from(encoded, "base64url").toString("utf8")));
    Object.freeze(viewer.scopes);
    const [oldest] = viewers.keys();
    if (oldest !== undefined && viewers.size >= MAX_VIEWERS) viewers.delete(oldest);
    viewers.set(encoded, Object.freeze(viewer));
    return viewer;
  } catch {
    return null;
  }
}
