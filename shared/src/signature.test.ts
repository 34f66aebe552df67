import { NonceMemory, sha256, signRequest, verifyRequest, type SigningKeys } from "./signature.ts";
import type { Viewer } from "./viewer.ts";

const keys: SigningKeys = [
  { kid: "new", secret: Buffer.alloc(32, 1).toString("base64url") },
  { kid: "old", secret: Buffer.alloc(32, 2).toString("base64url") },
];
const viewer: Viewer = { role: "SECRETARIAT", subject: "s1", unitId: null, areaCode: "341881" };
const call = { method: "POST", path: "/graphql", bodyHash: sha256("{}") };
const now = 1_800_000_000_000;

function verify(
  headers: Record<string, string>,
  { method = "POST", path = "/graphql", at = now, nonces = new NonceMemory() } = {},
): ReturnType<typeof verifyRequest> {
  return verifyRequest(keys, nonces, { method, path, headers }, at);
}

test("a signed call brings its viewer and the hash of its body", () => {
  expect(verify(signRequest(keys, call, viewer, now))).toEqual({ viewer, bodyHash: call.bodyHash });
});

test("the old key is still accepted while keys rotate, an unknown one is not", () => {
  expect(verify(signRequest(keys.slice(1), call, viewer, now))).toHaveProperty("viewer");
  const foreign = [{ kid: "other", secret: keys[0]?.secret ?? "" }];
  expect(verify(signRequest(foreign, call, viewer, now))).toEqual({ refused: "UNKNOWN_KEY" });
});

test("the same signature is refused a second time", () => {
  const nonces = new NonceMemory();
  const headers = signRequest(keys, call, viewer, now);
  verify(headers, { nonces });
  expect(verify(headers, { nonces, at: now + 59_000 })).toEqual({ refused: "REPLAYED" });
});

test("a signature is refused when it is more than 60 s old, or that far in the future", () => {
  const headers = signRequest(keys, call, viewer, now);
  expect(verify(headers, { at: now + 60_001 })).toEqual({ refused: "EXPIRED" });
  expect(verify(headers, { at: now - 60_001 })).toEqual({ refused: "EXPIRED" });
  expect(verify({ ...headers, "x-gongjian-time": "soon" })).toEqual({ refused: "EXPIRED" });
});

test.each([
  "x-gongjian-viewer",
  "x-gongjian-time",
  "x-gongjian-nonce",
  "x-gongjian-body",
  "x-gongjian-signature",
])("a call whose %s was changed is refused", (name) => {
  const headers = signRequest(keys, call, viewer, now);
  const changed = name === "x-gongjian-time" ? String(now + 1) : `A${headers[name]?.slice(1) ?? ""}B`;
  expect(verify({ ...headers, [name]: changed })).toEqual({ refused: "BAD_SIGNATURE" });
});

test("a call is refused on another path or with another method", () => {
  const headers = signRequest(keys, call, viewer, now);
  expect(verify(headers, { path: "/events" })).toEqual({ refused: "BAD_SIGNATURE" });
  expect(verify(headers, { method: "GET" })).toEqual({ refused: "BAD_SIGNATURE" });
});

test("a call without a signature is refused, and so is a viewer whose role cannot have its scope", () => {
  expect(verify({})).toEqual({ refused: "UNSIGNED" });
  const homeless: Viewer = { role: "UNIT_CLERK", subject: "c", unitId: null, areaCode: null };
  expect(verify(signRequest(keys, call, homeless, now))).toEqual({ refused: "BAD_VIEWER" });
});
