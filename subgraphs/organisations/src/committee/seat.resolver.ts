import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { Organisation } from "../organisation/organisation.type.ts";
import { Committee } from "./committee.type.ts";
import type { SeatRow } from "./seat.row.ts";
import {
  ApproveSeatInput,
  ApproveSeatResult,
  EndSeatInput,
  EndSeatResult,
  InviteUnitInput,
  InviteUnitResult,
  Seat,
  type ApproveSeatSuccess,
  type EndSeatSuccess,
  type InviteUnitSuccess,
} from "./seat.type.ts";

@Resolver(() => Seat)
export class SeatResolver {
  @Mutation(() => InviteUnitResult, { description: "邀请单位入席。Invites a unit to a committee." })
  inviteUnit(
    @Arg("input", () => InviteUnitInput) input: InviteUnitInput,
    @Ctx() { seats }: Context,
  ): Promise<InviteUnitSuccess | UserError> {
    return settle(seats.invite(input));
  }

  @Mutation(() => ApproveSeatResult, { description: "批准受邀席位，即日任职。Approves; serving from today." })
  approveSeat(
    @Arg("input", () => ApproveSeatInput) input: ApproveSeatInput,
    @Ctx() { seats }: Context,
  ): Promise<ApproveSeatSuccess | UserError> {
    return settle(seats.approve(input));
  }

  @Mutation(() => EndSeatResult, { description: "结束席位或撤回邀请。Ends a seat or an invitation." })
  endSeat(
    @Arg("input", () => EndSeatInput) input: EndSeatInput,
    @Ctx() { seats }: Context,
  ): Promise<EndSeatSuccess | UserError> {
    return settle(seats.end(input));
  }

  @FieldResolver(() => Organisation, { nullable: true, description: "席位上的单位。The unit in the seat." })
  organisation(
    @Root() { organisationId }: SeatRow,
    @Ctx() { organisationLoader }: Context,
  ): Promise<Organisation | null> {
    return organisationLoader.load(organisationId);
  }

  @FieldResolver(() => Committee, { nullable: true, description: "所属党委。The committee." })
  committee(
    @Root() { committeeId }: SeatRow,
    @Ctx() { committeeLoader }: Context,
  ): Promise<Committee | null> {
    return committeeLoader.load(committeeId);
  }
}
