import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { OrganisationStub } from "../organisation/organisation.stub.ts";
import type { MappingView } from "./list-mapping.service.ts";
import {
  ForgetListMappingInput,
  ForgetListMappingResult,
  type ForgetListMappingSuccess,
  ListMapping,
  SaveListMappingInput,
  SaveListMappingResult,
  type SaveListMappingSuccess,
} from "./list-mapping.type.ts";

@Resolver(() => ListMapping)
export class ListMappingResolver {
  @Query(() => ListMapping, {
    description: "一个单位为一种清单记住的列名对应。The headings a unit has explained for one list.",
  })
  listMapping(
    @Arg("list", () => String, { description: "清单名，如 resources、needs。Name of the list." })
    list: string,
    @Arg("unitId", () => ID, {
      nullable: true,
      description: "哪个单位的，默认本单位。Default: the caller's own.",
    })
    unitId: string | null,
    @Ctx() { listMappings }: Context,
  ): Promise<ListMapping> {
    return listMappings.find(list, unitId);
  }

  @Mutation(() => SaveListMappingResult, {
    description:
      "记住列名对应哪个字段，下次上传就照此读。Remembers what headings mean, for the unit's next upload.",
  })
  saveListMapping(
    @Arg("input", () => SaveListMappingInput) input: SaveListMappingInput,
    @Ctx() { listMappings }: Context,
  ): Promise<SaveListMappingSuccess | UserError> {
    return settle(listMappings.save(input));
  }

  @Mutation(() => ForgetListMappingResult, {
    description:
      "忘掉记住的列名对应，改回自动识别。Forgets them; headings are recognised by themselves again.",
  })
  forgetListMapping(
    @Arg("input", () => ForgetListMappingInput) input: ForgetListMappingInput,
    @Ctx() { listMappings }: Context,
  ): Promise<ForgetListMappingSuccess | UserError> {
    return settle(listMappings.forget(input));
  }

  @FieldResolver(() => OrganisationStub, { nullable: true, description: "哪个单位的。Whose it is." })
  unit(@Root() { unitId }: MappingView): OrganisationStub {
    return { id: unitId };
  }
}
