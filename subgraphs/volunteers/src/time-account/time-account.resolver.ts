import { PageArgs } from "@gongjian/shared/connection";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { OrganisationStub } from "../organisation/organisation.stub.ts";
import { Volunteer } from "../volunteer/volunteer.type.ts";
import type { OwnedAccount } from "./time-account.loader.ts";
import {
  OpenTimeAccountInput,
  OpenTimeAccountResult,
  TimeAccount,
  TimeMovementConnection,
  type OpenTimeAccountSuccess,
} from "./time-account.type.ts";
import { TransferTimeInput, TransferTimeResult, type TransferTimeSuccess } from "./transfer-time.type.ts";

@Resolver(() => TimeAccount)
export class TimeAccountResolver {
  @Query(() => TimeAccount, { nullable: true, description: "一个时间账户。One time account." })
  timeAccount(
    @Arg("id", () => ID) id: string,
    @Ctx() { timeAccounts }: Context,
  ): Promise<TimeAccount | null> {
    return timeAccounts.find(id);
  }

  @Mutation(() => OpenTimeAccountResult, { description: "开立时间账户。Opens a time account." })
  openTimeAccount(
    @Arg("input", () => OpenTimeAccountInput) input: OpenTimeAccountInput,
    @Ctx() { timeAccounts }: Context,
  ): Promise<OpenTimeAccountSuccess | UserError> {
    return settle(timeAccounts.open(input));
  }

  @Mutation(() => TransferTimeResult, {
    description: "转让时间：付方减多少，收方增多少。Moves time; what one gives the other gets.",
  })
  transferTime(
    @Arg("input", () => TransferTimeInput) input: TransferTimeInput,
    @Ctx() { timeAccounts }: Context,
  ): Promise<TransferTimeSuccess | UserError> {
    return settle(timeAccounts.transfer(input));
  }

  @FieldResolver(() => Volunteer, {
    nullable: true,
    description: "户主是志愿者时；无权查看其名册时为空。Its owner, if a volunteer whom the caller may see.",
  })
  volunteer(
    @Root() { volunteerId }: OwnedAccount,
    @Ctx() context: Context,
  ): Promise<Volunteer | null> | null {
    return volunteerId === null ? null : context.volunteer.load(volunteerId);
  }

  @FieldResolver(() => OrganisationStub, {
    nullable: true,
    description: "户主是单位时。Its owner, if an organisation.",
  })
  organisation(@Root() { unitId }: OwnedAccount): OrganisationStub | null {
    return unitId === null ? null : { id: unitId };
  }

  @FieldResolver(() => TimeMovementConnection, { description: "对账单，新的在前。Statement, newest first." })
  movements(
    @Root() { id }: OwnedAccount,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { statement }: Context,
  ): Promise<TimeMovementConnection> {
    return statement.load(id, page);
  }
}
