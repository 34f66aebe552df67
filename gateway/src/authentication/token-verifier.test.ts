import { createHmac } from "node:crypto";
import { CLAIMS, DEV_ALGORITHM, DEV_AUDIENCE, DEV_ISSUER } from "@gongjian/shared/contracts/dev-issuer";
import { exportSPKI, SignJWT } from "jose";
import { startSmallSubgraph } from "../testing/small-subgraph.ts";
import { createKeys } from "../testing/start-gateway.ts";
import { createTestIssuer, goodClaims, type TestIssuer } from "../testing/tokens.ts";
import { TokenVerifier } from "./token-verifier.ts";

let issuer: TestIssuer;
let verifier: TokenVerifier;

const now = (): number => Math.floor(Date.now() / 1000);
const unitId = "0190a1b2-0000-7000-8000-000000000001";

beforeAll(async () => {
  issuer = await createTestIssuer();
  verifier = new TokenVerifier({
    issuer: DEV_ISSUER,
    audience: DEV_AUDIENCE,
    algorithms: [DEV_ALGORITHM],
    keys: issuer.jwks,
  });
});

test("a genuine token tells role, subject and scope", async () => {
  const area = await issuer.token({ [CLAIMS.area]: "341881" });
  const unit = await issuer.token({ [CLAIMS.role]: "UNIT_CLERK", [CLAIMS.unit]: unitId });

  expect(await verifier.viewerOf(area)).toEqual({
    role: "SECRETARIAT",
    subject: "tester",
    unitId: null,
    areaCode: "341881",
  });
  expect(await verifier.viewerOf(unit)).toMatchObject({ role: "UNIT_CLERK", unitId });
});

/** Header and claims signed by hand, for what no library would sign. */
function forged(header: object, sign: (text: string) => string): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
  const text = `${encode(header)}.${encode(goodClaims())}`;
  return `${text}.${sign(text)}`;
}

const badTokens: Record<string, () => Promise<string> | string> = {
  "no signature at all (alg none)": () => forged({ alg: "none", kid: "test" }, () => ""),
  "alg none in other letters": () => forged({ alg: "nOnE", kid: "test" }, () => ""),
  "HS256 with the public key as secret": async () => {
    const secret = await exportSPKI(issuer.publicKey);
    return forged({ alg: "HS256", kid: "test" }, (text) =>
      createHmac("sha256", secret).update(text).digest("base64url"),
    );
  },
  "HS256 with the public key's JWK as secret": () =>
    forged({ alg: "HS256", kid: "test" }, (text) =>
      createHmac("sha256", JSON.stringify(issuer.jwks.keys[0])).update(text).digest("base64url"),
    ),
  "a key of someone else's": async () => (await createTestIssuer()).token(),
  "a key that it brings along (jwk)": async () => {
    const other = await createTestIssuer();
    return other.token({}, { jwk: other.jwks.keys[0] });
  },
  "a key from an address that it names (jku)": async () =>
    (await createTestIssuer("other")).token({}, { jku: "https://attacker.example/jwks.json" }),
  "a kid that is not known": () => issuer.token({}, { kid: "other" }),
  "a kid that is a path": () => issuer.token({}, { kid: "../../dev/null" }),
  "no kid": () => issuer.token({}, { kid: undefined }),
  "a critical header that is not understood": () =>
    new SignJWT(goodClaims())
      .setProtectedHeader({ alg: DEV_ALGORITHM, kid: "test", crit: ["x"], x: 1 })
      .sign(issuer.privateKey, { crit: { x: true } }),
  "an end in the past": () => issuer.token({ exp: now() - 6 }),
  "no end": () => issuer.token({ exp: undefined }),
  "a start in the future": () => issuer.token({ nbf: now() + 60 }),
  "another issuer": () => issuer.token({ iss: "https://attacker.example" }),
  "no issuer": () => issuer.token({ iss: undefined }),
  "another audience": () => issuer.token({ aud: "other" }),
  "no audience": () => issuer.token({ aud: undefined }),
  "no subject": () => issuer.token({ sub: undefined }),
  "an empty subject": () => issuer.token({ sub: "" }),
  "the subject of one of our services": () => issuer.token({ sub: "service:gateway" }),
  "the subject of a unit's key": () => issuer.token({ sub: "api-key:1" }),
  "a NUL in its subject": () => issuer.token({ sub: "a\0b" }),
  "no role": () => issuer.token({ [CLAIMS.role]: undefined }),
  "a role that does not exist": () => issuer.token({ [CLAIMS.role]: "ROOT" }),
  "several roles": () => issuer.token({ [CLAIMS.role]: ["ADMIN", "PUBLIC"] }),
  "a clerk without a unit": () => issuer.token({ [CLAIMS.role]: "UNIT_CLERK" }),
  "a unit that is no id": () => issuer.token({ [CLAIMS.role]: "UNIT_CLERK", [CLAIMS.unit]: "*" }),
  "an area that is no code": () => issuer.token({ [CLAIMS.area]: "34%" }),
  "an administrator of one area": () => issuer.token({ [CLAIMS.role]: "ADMIN", [CLAIMS.area]: "341881" }),
  "a changed payload": async () => {
    const [header, , signature] = (await issuer.token()).split(".");
    const [, payload] = (await issuer.token({ [CLAIMS.role]: "ADMIN" })).split(".");
    return [header, payload, signature].join(".");
  },
  "a cut-off signature": async () => (await issuer.token()).slice(0, -4),
  "another algorithm's name": async () =>
    new SignJWT(goodClaims())
      .setProtectedHeader({ alg: "RS256", kid: "test" })
      .sign(issuer.privateKey)
      .catch(async () => {
        const [, payload, signature] = (await issuer.token()).split(".");
        const header = Buffer.from(JSON.stringify({ alg: "RS256", kid: "test" })).toString("base64url");
        return [header, payload, signature].join(".");
      }),
  "no token": () => "x",
  "9,000 characters": () => "a".repeat(9_000),
};

test.each(Object.entries(badTokens))("a token with %s is refused", async (_name, make) => {
  const token = await make();
  await expect((async () => verifier.viewerOf(token))()).rejects.toMatchObject({
    status: 401,
    code: "UNAUTHENTICATED",
  });
});

test("a clock that is a little slow does no harm", async () => {
  await expect(verifier.viewerOf(await issuer.token({ exp: now() - 2 }))).resolves.toBeDefined();
  await expect(verifier.viewerOf(await issuer.token({ nbf: now() + 2 }))).resolves.toBeDefined();
});

test("the keys of a configured issuer are fetched, and its being down is not the caller's fault", async () => {
  const server = await startSmallSubgraph(createKeys(), () => issuer.jwks);
  const settings = { issuer: DEV_ISSUER, audience: DEV_AUDIENCE, algorithms: ["ES256"] };
  const reachable = new TokenVerifier({ ...settings, keys: new URL(`${server.url}/jwks`) });
  const unreachable = new TokenVerifier({ ...settings, keys: new URL("http://127.0.0.1:9/jwks") });
  const token = await issuer.token();

  await expect(reachable.viewerOf(token)).resolves.toMatchObject({ role: "SECRETARIAT" });
  await expect((async () => unreachable.viewerOf(token))()).rejects.toMatchObject({
    status: 503,
    code: "ISSUER_DOWN",
  });
  await server.stop();
});
