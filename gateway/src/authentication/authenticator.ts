import type { IncomingHttpHeaders } from "node:http";
import type { Viewer } from "@gongjian/shared/viewer";
import { unauthenticated } from "../refusal.ts";
import type { ApiKeyVerifier } from "./api-key-verifier.ts";
import type { TokenVerifier } from "./token-verifier.ts";

const ANONYMOUS: Viewer = { role: "PUBLIC", subject: "anonymous", unitId: null, areaCode: null };

export interface AuthenticatorOptions {
  /** Null where no issuer is configured. */
  readonly tokens: TokenVerifier | null;
  readonly apiKeys: ApiKeyVerifier;
  readonly anonymous: boolean;
}

/** Whether the credential is an API key, in either header. */
export function carriesApiKey({ authorization = "", "x-api-key": apiKey }: IncomingHttpHeaders): boolean {
  return apiKey !== undefined || /^apikey /i.test(authorization);
}

/** Finds out who is calling from the headers of a request. */
export class Authenticator {
  constructor(private readonly options: AuthenticatorOptions) {}

  /** At once for a token that was seen in the last seconds. @throws Refusal 401 without a good credential */
  viewerOf(headers: IncomingHttpHeaders): Viewer | Promise<Viewer> {
    const { authorization, "x-api-key": apiKey } = headers;
    if (apiKey !== undefined) {
      if (authorization !== undefined || Array.isArray(apiKey)) throw unauthenticated("一次只能用一种凭证。");
      return this.options.apiKeys.viewerOf(apiKey);
    }
    if (authorization !== undefined) return this.fromAuthorization(authorization);
    if (this.options.anonymous) return ANONYMOUS;
    throw unauthenticated("请先登录：请求需要带上令牌或接口密钥。");
  }

  private fromAuthorization(authorization: string): Viewer | Promise<Viewer> {
    const [, scheme = "", credential = ""] = /^(\w+) +(\S+)$/.exec(authorization) ?? [];
    switch (scheme.toLowerCase()) {
      case "apikey":
        return this.options.apiKeys.viewerOf(credential);
      case "bearer":
        if (this.options.tokens) return this.options.tokens.viewerOf(credential);
        throw unauthenticated("没有配置身份认证服务，只接受接口密钥。");
      default:
        throw unauthenticated("不认识的凭证：请用 Bearer 令牌或 ApiKey 接口密钥。");
    }
  }
}
