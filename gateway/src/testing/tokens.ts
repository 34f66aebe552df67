import { CLAIMS, DEV_ALGORITHM, DEV_AUDIENCE, DEV_ISSUER } from "@gongjian/shared/contracts/dev-issuer";
import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet, type JWTPayload, type KeyLike } from "jose";

/** An issuer of tokens with a key pair of its own. */
export interface TestIssuer {
  readonly jwks: JSONWebKeySet;
  readonly privateKey: KeyLike;
  readonly publicKey: KeyLike;
  token(claims?: JWTPayload, header?: Record<string, unknown>): Promise<string>;
}

export async function createTestIssuer(kid = "test"): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair(DEV_ALGORITHM, { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: DEV_ALGORITHM, use: "sig" }] };
  return {
    jwks,
    privateKey,
    publicKey,
    token: (claims = {}, header = {}) =>
      new SignJWT({ ...goodClaims(), ...claims })
        .setProtectedHeader({ alg: DEV_ALGORITHM, kid, ...header })
        .sign(privateKey),
  };
}

/** The claims of a secretariat of the whole city, good for five minutes. */
export function goodClaims(): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: DEV_ISSUER,
    aud: DEV_AUDIENCE,
    sub: "tester",
    exp: now + 300,
    iat: now,
    [CLAIMS.role]: "SECRETARIAT",
  };
}
