import { LocalDate } from "@gongjian/shared/local-date";
import { UserError } from "@gongjian/shared/user-error";
import { Max, Min } from "class-validator";
import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import type { ApiKeyState } from "./api-key-state.ts";
import { ApiKey, TooManyApiKeys } from "./api-key.type.ts";

@InputType({ description: "轮换接口密钥：用途和授权范围照旧。Puts a new key in the place of one." })
export class RotateApiKeyInput {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => Int, {
    defaultValue: 24,
    description:
      "旧密钥还能用几小时，0–168；0 为立即失效。Hours for which the old key goes on; 0: it ends now.",
  })
  @Min(0)
  @Max(168)
  readonly overlapHours: number = 24;

  @Field(() => LocalDate, {
    nullable: true,
    description: "新密钥的最后有效日，默认一年，最长两年。The new key's last good day: a year, at most two.",
  })
  readonly expiresOn?: string | null;
}

@ObjectType({
  description: "已轮换。新密钥丢了就再轮换新的那个。Rotated. If the secret is lost, rotate the new key.",
})
export class RotateApiKeySuccess {
  @Field(() => ApiKey, { description: "新密钥。The new key." })
  readonly apiKey: ApiKey;

  @Field(() => ApiKey, { description: "旧密钥，见 endsAt。The old key, good until endsAt." })
  readonly previous: ApiKey;

  @Field(() => String, { description: "新密钥，只显示这一次。The new secret; shown only now." })
  readonly secret: string;

  constructor(apiKey: ApiKey, previous: ApiKey, secret: string) {
    this.apiKey = apiKey;
    this.previous = previous;
    this.secret = secret;
  }
}

const REASONS: Record<Exclude<ApiKeyState, "ACTIVE">, string> = {
  ROTATING: "这个密钥已经轮换过，请轮换接替它的那个。",
  EXPIRED: "这个密钥已经过期，请新建一个。",
  REVOKED: "这个密钥已经吊销，请新建一个。",
};

@ObjectType({
  implements: UserError,
  description:
    "只有有效的密钥可以轮换；再发一次不会再换。Only an active key is rotated; a repeat does nothing.",
})
export class ApiKeyNotActive extends UserError {
  @Field(() => ApiKey, { description: "这个密钥。The key." })
  readonly apiKey: ApiKey;

  constructor(apiKey: ApiKey, state: Exclude<ApiKeyState, "ACTIVE">) {
    super("API_KEY_NOT_ACTIVE", REASONS[state]);
    this.apiKey = apiKey;
  }
}

export const RotateApiKeyResult = createUnionType({
  name: "RotateApiKeyResult",
  types: () => [RotateApiKeySuccess, ApiKeyNotActive, TooManyApiKeys] as const,
});
