import { connectionOf } from "@gongjian/shared/connection";
import { API_KEY_SCOPES, type ApiKeyScope } from "@gongjian/shared/contracts/permissions";
import { LocalDate } from "@gongjian/shared/local-date";
import { UserError } from "@gongjian/shared/user-error";
import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { ArrayNotEmpty, ArrayUnique } from "class-validator";
import { IsPlainText } from "../plain-text.ts";
import { ApiKeyRole } from "./api-key-role.ts";
import { ApiKeyState } from "./api-key-state.ts";

registerEnumType(ApiKeyRole, {
  name: "ApiKeyRole",
  description: "接口密钥的角色。What an API key may act as.",
  valuesConfig: { UNIT_CLERK: { description: "单位经办人。Clerk of the unit." } },
});

/** The scopes as an enum of the schema. */
export const ApiKeyScopes = Object.fromEntries(API_KEY_SCOPES.map((scope) => [scope, scope])) as {
  [Scope in ApiKeyScope]: Scope;
};

const EVERY_SCOPE: ApiKeyScope[] = [...API_KEY_SCOPES];

registerEnumType(ApiKeyScopes, {
  name: "ApiKeyScope",
  description: "接口密钥的授权范围。What an API key is good for.",
  valuesConfig: {
    LISTS_READ: { description: "读取和导出清单、匹配。Reads and exports lists and matches." },
    LISTS_PUBLISH: { description: "发布、撤回清单。Publishes and withdraws lists." },
  },
});

registerEnumType(ApiKeyState, {
  name: "ApiKeyState",
  description: "接口密钥的状态。How an API key stands.",
  valuesConfig: {
    ACTIVE: { description: "有效。Active." },
    ROTATING: { description: "已轮换，重叠期内还能用。Rotated; good until its overlap ends." },
    EXPIRED: { description: "已过期。Expired." },
    REVOKED: { description: "已吊销。Revoked." },
  },
});

@ObjectType({ description: "单位的接口密钥，不含密钥本身。An API key of a unit, without its secret." })
export class ApiKey {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: "用途。What it is for." })
  readonly label!: string;

  @Field(() => ApiKeyRole, { description: "角色。What it may act as." })
  readonly role!: ApiKeyRole;

  @Field(() => [ApiKeyScopes], { description: "授权范围。What it is good for." })
  readonly scopes!: ApiKeyScope[];

  @Field(() => String, { description: "谁建的（登录账号）。Who made it: the subject of the login." })
  readonly createdBy!: string;

  @Field(() => Date, { description: "创建时间。When it was made." })
  readonly createdAt!: Date;

  @Field(() => LocalDate, { description: "最后有效日（北京时间）。Last day it is good for." })
  readonly expiresOn!: string;

  @Field(() => Date, {
    nullable: true,
    description: "轮换后旧密钥失效的时间，没有轮换为空。When a rotated key ends.",
  })
  readonly endsAt!: Date | null;

  @Field(() => Date, { nullable: true, description: "最近使用，精确到分钟。Last use, to the minute." })
  readonly lastUsedAt!: Date | null;

  @Field(() => Date, { nullable: true, description: "吊销时间。When it was revoked." })
  readonly revokedAt!: Date | null;
}

export const ApiKeyConnection = connectionOf(() => ApiKey, "ApiKey");
export type ApiKeyConnection = InstanceType<typeof ApiKeyConnection>;

@InputType({ description: "新建接口密钥；更换用 rotateApiKey。Makes an API key; rotateApiKey replaces one." })
export class CreateApiKeyInput {
  @Field(() => ID)
  readonly unitId!: string;

  @Field(() => String, { description: "用途。What it is for." })
  @IsPlainText(100)
  readonly label!: string;

  @Field(() => ApiKeyRole, { defaultValue: ApiKeyRole.UNIT_CLERK, description: "角色。Role." })
  readonly role: ApiKeyRole = ApiKeyRole.UNIT_CLERK;

  @Field(() => [ApiKeyScopes], {
    defaultValue: EVERY_SCOPE,
    description: "授权范围，默认读取和发布。What it is good for; by default both.",
  })
  @ArrayNotEmpty({ message: "至少一项授权范围" })
  @ArrayUnique({ message: "授权范围不能重复" })
  readonly scopes: ApiKeyScope[] = EVERY_SCOPE;

  @Field(() => LocalDate, {
    nullable: true,
    description: "最后有效日，默认一年，最长两年。Last good day: a year from today, at most two.",
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
  constructor(limit: number, isRotating: boolean) {
    const sort = isRotating ? "轮换中的" : "有效";
    super("TOO_MANY_API_KEYS", `一个单位最多 ${limit} 个${sort}密钥，请先吊销不用的。`);
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
