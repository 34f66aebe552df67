import { PageArgs } from "@gongjian/shared/connection";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import type { OrganisationRow } from "../organisation/organisation.row.ts";
import { Organisation } from "../organisation/organisation.type.ts";
import {
  ApiKeyConnection,
  CreateApiKeyInput,
  CreateApiKeyResult,
  RevokeApiKeyInput,
  RevokeApiKeyResult,
  type CreateApiKeySuccess,
  type RevokeApiKeySuccess,
} from "./api-key.type.ts";

@Resolver(() => Organisation)
export class ApiKeyResolver {
  @Mutation(() => CreateApiKeyResult, { description: "新建接口密钥。Makes an API key of a unit." })
  createApiKey(
    @Arg("input", () => CreateApiKeyInput) input: CreateApiKeyInput,
    @Ctx() { apiKeys }: Context,
  ): Promise<CreateApiKeySuccess | UserError> {
    return settle(apiKeys.create(input));
  }

  @Mutation(() => RevokeApiKeyResult, { description: "吊销接口密钥，不可恢复。Revokes a key for good." })
  revokeApiKey(
    @Arg("input", () => RevokeApiKeyInput) input: RevokeApiKeyInput,
    @Ctx() { apiKeys }: Context,
  ): Promise<RevokeApiKeySuccess | UserError> {
    return settle(apiKeys.revoke(input));
  }

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
