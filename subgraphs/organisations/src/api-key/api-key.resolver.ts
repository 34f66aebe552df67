import { PageArgs } from "@gongjian/shared/connection";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import type { OrganisationRow } from "../organisation/organisation.row.ts";
import { Organisation } from "../organisation/organisation.type.ts";
import { ApiKeyState, type ApiKeyView } from "./api-key-state.ts";
import {
  ApiKey,
  ApiKeyConnection,
  CreateApiKeyInput,
  CreateApiKeyResult,
  RevokeApiKeyInput,
  RevokeApiKeyResult,
  type CreateApiKeySuccess,
  type RevokeApiKeySuccess,
} from "./api-key.type.ts";
import { RotateApiKeyInput, RotateApiKeyResult, type RotateApiKeySuccess } from "./rotate-api-key.type.ts";

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @Mutation(() => CreateApiKeyResult, { description: "新建接口密钥。Makes an API key of a unit." })
  createApiKey(
    @Arg("input", () => CreateApiKeyInput) input: CreateApiKeyInput,
    @Ctx() { apiKeys }: Context,
  ): Promise<CreateApiKeySuccess | UserError> {
    return settle(apiKeys.create(input));
  }

  @Mutation(() => RotateApiKeyResult, {
    description: "轮换接口密钥，旧的在重叠期内还能用。Rotates a key; the old one goes on for the overlap.",
  })
  rotateApiKey(
    @Arg("input", () => RotateApiKeyInput) input: RotateApiKeyInput,
    @Ctx() { apiKeys }: Context,
  ): Promise<RotateApiKeySuccess | UserError> {
    return settle(apiKeys.rotate(input));
  }

  @Mutation(() => RevokeApiKeyResult, { description: "吊销接口密钥，不可恢复。Revokes a key for good." })
  revokeApiKey(
    @Arg("input", () => RevokeApiKeyInput) input: RevokeApiKeyInput,
    @Ctx() { apiKeys }: Context,
  ): Promise<RevokeApiKeySuccess | UserError> {
    return settle(apiKeys.revoke(input));
  }

  @FieldResolver(() => ApiKeyState, { description: "状态。How it stands now." })
  state(@Root() key: ApiKeyView, @Ctx() { apiKeys }: Context): ApiKeyState {
    return apiKeys.stateOf(key);
  }
}

@Resolver(() => Organisation)
export class UnitApiKeyResolver {
  @FieldResolver(() => ApiKeyConnection, {
    name: "apiKeys",
    nullable: true,
    description: "接口密钥，无权管理时为空。API keys; null for whoever may not manage them.",
  })
  keysOfUnit(
    @Root() unit: OrganisationRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { apiKeys }: Context,
  ): Promise<ApiKeyConnection | null> {
    return apiKeys.list(unit, page);
  }
}
