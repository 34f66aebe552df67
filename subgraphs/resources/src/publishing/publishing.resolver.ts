import {
  ImportListInput,
  ImportListResult,
  type ImportListSuccess,
} from "@gongjian/shared/import/import.type";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../context.ts";

@Resolver()
export class PublishingResolver {
  @Mutation(() => ImportListResult, {
    description:
      "以单元格提交资源、需求或项目清单，至多 200 行；更长的用文件。Publishes a list sent as cells, at most 200 rows.",
  })
  importList(
    @Arg("input", () => ImportListInput) input: ImportListInput,
    @Ctx() { publishing }: Context,
  ): Promise<ImportListSuccess | UserError> {
    return settle(publishing.importList(input));
  }
}
