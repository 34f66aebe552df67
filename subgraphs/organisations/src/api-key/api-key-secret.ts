import { createHash, randomBytes } from "node:crypto";

/** Makes a leaked key easy to recognise for scanners and people. */
const PREFIX = "gjk_";
const SECRET_BYTES = 32;

/** A new key: 256 random bits behind the prefix. It is shown once and never stored. */
export function newApiKeySecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString("base64url");
}

/** What is stored and looked up: SHA-256 over the whole key with its prefix, lower-case hex. */
export function hashApiKey(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
