import { CLAIMS, DEV_ALGORITHM, DEV_AUDIENCE, DEV_ISSUER } from "@gongjian/shared/contracts/dev-issuer";
import { type ListName } from "@gongjian/shared/contracts/lists";
import { type Role } from "@gongjian/shared/contracts/roles";
import { type Secrets } from "./secrets.ts";

export interface TokenClaims {
  readonly role: Role;
  readonly subject: string;
  readonly unitId?: string | null;
  readonly areaCode?: string | null;
}

/** Whether the gateway will take tokens of the development issuer. */
export function hasDevelopmentIssuer(env: NodeJS.ProcessEnv): boolean {
  return env.NODE_ENV !== "production" && !env.OIDC_ISSUER;
}

/** A token of the development issuer, which the gateway takes only where no other issuer is configured. */
export async function mintToken(secrets: Secrets, claims: TokenClaims, hours = 12): Promise<string> {
  // ESM only, and needed only here.
  const { importJWK, SignJWT } = await import("jose");
  const { developmentKey } = secrets;
  const key = await importJWK({ ...developmentKey }, DEV_ALGORITHM);
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    [CLAIMS.role]: claims.role,
    ...(claims.unitId ? { [CLAIMS.unit]: claims.unitId } : {}),
    ...(claims.areaCode ? { [CLAIMS.area]: claims.areaCode } : {}),
  })
    .setProtectedHeader({ alg: DEV_ALGORITHM, kid: developmentKey.kid })
    .setSubject(claims.subject)
    .setIssuer(DEV_ISSUER)
    .setAudience(DEV_AUDIENCE)
    .setIssuedAt(now)
    .setExpirationTime(now + Math.round(hours * 3600))
    .sign(key);
}

/** Areas and units are for the administrator to register; lists are for the secretariat to publish. */
export function publisherToken(secrets: Secrets, list: ListName): Promise<string> {
  const role = list === "areas" || list === "units" ? "ADMIN" : "SECRETARIAT";
  return mintToken(secrets, { role, subject: "dev:first-load" }, 1);
}
