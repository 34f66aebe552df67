import { CLAIMS } from "@gongjian/shared/contracts/dev-issuer";
import { sha256 } from "@gongjian/shared/signature";
import { isService, viewerSchema, type Viewer } from "@gongjian/shared/viewer";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from "jose";
import type { IssuerSettings } from "../environment.ts";
import { Refusal, unauthenticated } from "../refusal.ts";
import { isApiKey } from "./api-key-verifier.ts";
import { ShortMemory } from "./short-memory.ts";

const MEMORY_MS = 5_000;
const CLOCK_TOLERANCE_S = 5;
const MAX_TOKEN_LENGTH = 8_192;

/** Turns a Bearer token of the configured issuer into a viewer. */
export class TokenVerifier {
  private readonly keys: JWTVerifyGetKey;
  private readonly verified = new ShortMemory<Viewer>();

  constructor(private readonly settings: IssuerSettings) {
    this.keys =
      settings.keys instanceof URL
        ? createRemoteJWKSet(settings.keys, { timeoutDuration: 2_000 })
        : createLocalJWKSet(settings.keys);
  }

  /** @throws Refusal 401, or 503 when the issuer's keys cannot be fetched */
  viewerOf(token: string): Viewer | Promise<Viewer> {
    if (token.length > MAX_TOKEN_LENGTH) throw unauthenticated("登录凭证过长。");
    const key = sha256(token);
    return this.verified.get(key, Date.now()) ?? this.find(key, token);
  }

  private async find(key: string, token: string): Promise<Viewer> {
    const claims = await this.verify(token);
    const viewer = viewerFrom(claims);
    const end = (claims.exp ?? 0) * 1000;
    this.verified.set(key, viewer, Math.min(Date.now() + MEMORY_MS, end + CLOCK_TOLERANCE_S * 1000));
    return viewer;
  }

  private async verify(token: string): Promise<JWTPayload> {
    const { issuer, audience, algorithms } = this.settings;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ["exp", "sub"],
      });
      if (protectedHeader.kid === undefined) throw unauthenticated("登录凭证没有指明密钥（kid）。");
      return payload;
    } catch (error) {
      throw refusalOf(error);
    }
  }
}

function viewerFrom(claims: JWTPayload): Viewer {
  const viewer = viewerSchema.safeParse({
    role: claims[CLAIMS.role],
    subject: claims.sub,
    unitId: claims[CLAIMS.unit] ?? null,
    areaCode: claims[CLAIMS.area] ?? null,
  });
  if (!viewer.success) throw unauthenticated("登录凭证中的角色或管辖范围无效。");
  // A person's token must never look like one of our own processes, nor like a unit's key.
  if (isService(viewer.data) || isApiKey(viewer.data)) throw unauthenticated("登录凭证的主体无效。");
  return viewer.data;
}

function refusalOf(error: unknown): Error {
  if (error instanceof Refusal) return error;
  if (error instanceof errors.JWTExpired) return unauthenticated("登录已过期，请重新登录。");
  const isAboutToken =
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== "ERR_JOSE_GENERIC";
  if (isAboutToken) return unauthenticated("登录凭证无效。");
  return new Refusal(503, "ISSUER_DOWN", "身份认证服务暂时不可用，请稍后再试。", { "retry-after": "5" });
}
