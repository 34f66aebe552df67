import { idAfter, PageArgs } from "@gongjian/shared/connection";
import type { ChangeKind } from "@gongjian/shared/import/revisions/row-changes";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root, Mutation } from "type-graphql";
import type { Context } from "../context.ts";
import { OrganisationStub } from "../organisation/organisation.stub.ts";
import type { PublicationView } from "./publication.loader.ts";
import {
  Publication,
  PublicationChangeConnection,
  PublicationChangeKind,
  PublicationConnection,
} from "./publication.type.ts";
import { RevertPublicationInput, RevertPublicationResult, RevertPublicationSuccess } from "./revert.type.ts";

@Resolver(() => Publication)
export class PublicationResolver {
  @Query(() => PublicationConnection, {
    description: "清单的各版，新的在前；只有能报送的人和审计员看得到。Revisions of lists, newest first.",
  })
  publications(
    @Arg("list", () => String, { nullable: true, description: "清单名；空表示全部。Name of the list." })
    list: string | null,
    @Arg("unitId", () => ID, { nullable: true, description: "只看这个单位的。Of this unit alone." })
    unitId: string | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { publications }: Context,
  ): Promise<PublicationConnection> {
    return publications.list({ list: list ?? null, unitId: unitId ?? null }, page);
  }

  @Query(() => Publication, { nullable: true, description: "按 id 取一版。One revision by its id." })
  publication(
    @Arg("id", () => ID) id: string,
    @Ctx() { publications }: Context,
  ): Promise<Publication | null> {
    return publications.find(id);
  }

  @Query(() => PublicationChangeConnection, {
    description: "同一清单两版之间的差别，逐条对照。What is different between two revisions of a list.",
  })
  comparePublications(
    @Arg("list", () => String, { description: "清单名。Name of the list." }) list: string,
    @Arg("unitId", () => ID, { nullable: true, description: "只看这个单位的。Of this unit alone." })
    unitId: string | null,
    @Arg("from", () => ID, { description: "之前的一版；可以比 to 新。The revision to start from." })
    from: string,
    @Arg("to", () => ID, { description: "之后的一版。The revision to compare with." }) to: string,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { publications }: Context,
  ): Promise<PublicationChangeConnection> {
    return publications.compare({ list, unitId: unitId ?? null, from, to }, page);
  }

  @Mutation(() => RevertPublicationResult, {
    description:
      "把清单退回到较早的一版，成为新的一版。Brings a list back to an earlier revision, as a new revision.",
  })
  revertPublication(
    @Arg("input", () => RevertPublicationInput) input: RevertPublicationInput,
    @Ctx() { reverts }: Context,
  ): Promise<RevertPublicationSuccess | UserError> {
    return settle(reverts.revertPublication(input));
  }

  @FieldResolver(() => OrganisationStub, {
    nullable: true,
    description: "清单所属单位；空表示多个单位。The unit; null: several.",
  })
  unit(@Root() { unitId }: PublicationView): OrganisationStub | null {
    return unitId === null ? null : { id: unitId };
  }

  @FieldResolver(() => Publication, {
    nullable: true,
    description: "退回到了哪一版。The revision that this one has brought back.",
  })
  revertsTo(
    @Root() { revertsToId }: PublicationView,
    @Ctx() { publicationLoader }: Context,
  ): Promise<Publication | null> | null {
    return revertsToId === null ? null : publicationLoader.load(revertsToId);
  }

  @FieldResolver(() => PublicationChangeConnection, {
    description: "这一版改了哪些条。What this revision did to the lines.",
  })
  changes(
    @Root() { id, list }: PublicationView,
    @Arg("kind", () => PublicationChangeKind, { nullable: true }) kind: ChangeKind | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { changesLoader }: Context,
  ): Promise<PublicationChangeConnection> {
    const { first } = page;
    return changesLoader.load({ list, publicationId: id, kind: kind ?? null, first, after: idAfter(page) });
  }
}

@Resolver(() => RevertPublicationSuccess)
export class RevertPublicationSuccessResolver {
  @FieldResolver(() => Publication, {
    nullable: true,
    description: "新的一版；没有写入时为空。The new revision; null where nothing was written.",
  })
  publication(
    @Root() { publicationId }: RevertPublicationSuccess,
    @Ctx() { publicationLoader }: Context,
  ): Promise<Publication | null> | null {
    return publicationId === null ? null : publicationLoader.load(publicationId);
  }
}
