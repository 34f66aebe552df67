import { DEV_ISSUER } from "@gongjian/shared/contracts/dev-issuer";
import { readGatewayEnvironment } from "./environment.ts";

const base = {
  PORT: "4000",
  INTERNAL_KEYS: JSON.stringify([{ kid: "a", secret: "a".repeat(43) }]),
  ORGANISATIONS_URL: "http://127.0.0.1:4101/",
  RESOURCES_URL: "http://127.0.0.1:4102",
  VOLUNTEERS_URL: "http://127.0.0.1:4103",
  MERCHANTS_URL: "http://127.0.0.1:4104",
};
const publicKey = { kty: "EC", crv: "P-256", x: "x", y: "y", kid: "dev" };
const dev = { DEV_ISSUER_JWKS: JSON.stringify({ keys: [publicKey] }) };
const oidc = {
  OIDC_ISSUER: "https://id.example",
  OIDC_AUDIENCE: "gongjian",
  OIDC_JWKS_URL: "https://id.example/jwks",
};

test("the development issuer counts only where no other is configured and this is not production", () => {
  expect(readGatewayEnvironment({ ...base, ...dev }).issuer?.issuer).toBe(DEV_ISSUER);
  expect(readGatewayEnvironment({ ...base, ...dev, ...oidc }).issuer?.issuer).toBe("https://id.example");
  expect(readGatewayEnvironment({ ...base, ...dev, NODE_ENV: "production" }).issuer).toBeNull();
  expect(readGatewayEnvironment(base).issuer).toBeNull();
});

test("tokens are checked with asymmetric algorithms only", () => {
  const { issuer } = readGatewayEnvironment({ ...base, ...oidc });
  expect(issuer?.algorithms.filter((algorithm) => /^(none|HS)/i.test(algorithm))).toEqual([]);
});

test("half a configuration is an error, not a guess", () => {
  expect(() => readGatewayEnvironment({ ...base, OIDC_ISSUER: "https://id.example" })).toThrow(
    "OIDC_JWKS_URL",
  );
  expect(() => readGatewayEnvironment({ ...base, RESOURCES_URL: undefined })).toThrow("RESOURCES_URL");
  expect(() => readGatewayEnvironment({ ...base, PORT: "x" })).toThrow("PORT");
});

test("a private key in the public settings is refused", () => {
  const jwks = JSON.stringify({ keys: [{ ...publicKey, d: "secret" }] });
  expect(() => readGatewayEnvironment({ ...base, DEV_ISSUER_JWKS: jwks })).toThrow("public keys only");
});

test("strangers are let in only when that is asked for", () => {
  expect(readGatewayEnvironment(base).anonymous).toBe(false);
  expect(readGatewayEnvironment({ ...base, GONGJIAN_ANONYMOUS: "1" }).anonymous).toBe(true);
});
