import { connectionOf } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { UserError } from "@gongjian/shared/user-error";
import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { IsPlainText } from "../plain-text.ts";
import { ApiKeyRole } from "./api-key-role.ts";

registerEnumType(ApiKeyRole, {
  name: "ApiKeyRole",
  description: "接口密钥的角色。What an API key may act as.",
  valuesConfig: { UNIT_CLERK: { description: "单位经办人。Clerk of the unit." } },
});

@ObjectType({ description: "单位的接口密钥，不含密钥本身。An API key of a unit, without its secret." })
export class ApiKey {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: "用途。What it is for." })
  readonly label!: string;

  @Field(() => ApiKeyRole, { description: "角色。What it may act as." })
  readonly role!: ApiKeyRole;

  @Field(() => Date, { description: "创建时间。When it was made." })
  readonly createdAt!: Date;

  @Field(() => LocalDate, { nullable: true, description: "最后有效日，空为长期。Last day it is good for." })
  readonly expiresOn!: string | null;

  @Field(() => Date, { nullable: true, description: "最近使用，精确到分钟。Last use, to the minute." })
  readonly lastUsedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: "吊销时间。When it was revoked." })
  readonly revokedAt!: Date | null;
}

export const ApiKeyConnection = connectionOf(() => ApiKey, "ApiKey");
export type ApiKeyConnection = InstanceType<typeof ApiKeyConnection>;

@InputType({ description: "新建接口密钥；轮换时先建新的再吊销旧的。To rotate, make a second, then revoke." })
export class CreateApiKeyInput {
  @Field(() => ID)
  readonly unitId!: string;

  @Field(() => String, { description: "用途。What it is for." })
  @IsPlainText(100)
  readonly label!: string;

  @Field(() => ApiKeyRole, { defaultValue: ApiKeyRole.UNIT_CLERK, description: "角色。Role." })
  readonly role: ApiKeyRole = ApiKeyRole.UNIT_CLERK;

  @Field(() => LocalDate, {
    nullable: true,
    description: "最后有效日，不填为长期。Last good day; none: no end.",
  })
  readonly expiresOn?: string | null;
}

@InputType({ description: "吊销接口密钥。Revokes an API key." })
export class RevokeApiKeyInput {
  @Field(() => ID)
  readonly id!: string;
}

@ObjectType({ description: "密钥已建。The key is made." })
export class CreateApiKeySuccess {
  @Field(() => ApiKey)
  readonly apiKey: ApiKey;

  @Field(() => String, { description: "密钥，只显示这一次。The secret; shown only now." })
  readonly secret: string;

  constructor(apiKey: ApiKey, secret: string) {
    this.apiKey = apiKey;
    this.secret = secret;
  }
}

@ObjectType({ description: "密钥已吊销。The key is revoked." })
export class RevokeApiKeySuccess {
  @Field(() => ApiKey)
  readonly apiKey: ApiKey;

  constructor(apiKey: ApiKey) {
    this.apiKey = apiKey;
  }
}

@ObjectType({ implements: UserError, description: "有效密钥已达上限。The unit has too many live keys." })
export class TooManyApiKeys extends UserError {
  constructor(limit: number) {
    super("TOO_MANY_API_KEYS", `一个单位最多 ${limit} 个有效密钥，请先吊销不用的。`);
  }
}

@ObjectType({ implements: UserError, description: "密钥早已吊销。The key was revoked before." })
export class ApiKeyRevoked extends UserError {
  @Field(() => ApiKey, { description: "当时吊销的密钥。The key as it was revoked." })
  readonly apiKey: ApiKey;

  constructor(apiKey: ApiKey) {
    super("API_KEY_REVOKED", "这个密钥早已吊销。");
    this.apiKey = apiKey;
  }
}

export const CreateApiKeyResult = createUnionType({
  name: "CreateApiKeyResult",
  types: () => [CreateApiKeySuccess, TooManyApiKeys] as const,
});

export const RevokeApiKeyResult = createUnionType({
  name: "RevokeApiKeyResult",
  types: () => [RevokeApiKeySuccess, ApiKeyRevoked] as const,
});
