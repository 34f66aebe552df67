import { connectionOf, PageArgs } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { UserError } from "@gongjian/shared/user-error";
import { ArgsType, createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { SeatRole, SeatState } from "./seat-state.ts";

registerEnumType(SeatState, {
  name: "SeatState",
  description: "席位状态。Where a seat stands.",
  valuesConfig: {
    INVITED: { description: "已邀请，待批准。Invited, not yet approved." },
    SERVING: { description: "在任。Serving." },
    ENDED: { description: "已届满、撤回或更换。Ended, withdrawn or replaced." },
  },
});

registerEnumType(SeatRole, {
  name: "SeatRole",
  description: "席位角色。Role of a seat.",
  valuesConfig: {
    LEAD: { description: "牵头单位。Leads the committee." },
    MEMBER: { description: "成员单位。Member." },
  },
});

@ObjectType({ description: "席位：一个单位在党委里的位置。A unit's seat on a committee." })
export class Seat {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => SeatRole, { description: "角色。Role." })
  readonly role!: SeatRole;

  @Field(() => SeatState, { description: "状态。State." })
  readonly state!: SeatState;

  @Field(() => LocalDate, { nullable: true, description: "任职首日，未任职为空。First day of serving." })
  readonly since!: string | null;

  @Field(() => LocalDate, { nullable: true, description: "结束日。Day it ended." })
  readonly until!: string | null;
}

export const SeatConnection = connectionOf(() => Seat, "Seat");
export type SeatConnection = InstanceType<typeof SeatConnection>;

@ArgsType()
export class SeatArgs extends PageArgs {
  @Field(() => Boolean, { defaultValue: false, description: "也要已结束的席位。Ended seats too." })
  readonly includeEnded: boolean = false;
}

@InputType({ description: "邀请一个单位入席。Invites a unit to a seat." })
export class InviteUnitInput {
  @Field(() => ID)
  readonly committeeId!: string;

  @Field(() => ID)
  readonly organisationId!: string;
}

@InputType({ description: "批准一个受邀席位。Approves an invited seat." })
export class ApproveSeatInput {
  @Field(() => ID)
  readonly seatId!: string;
}

@InputType({ description: "结束席位，或撤回邀请。Ends a seat or withdraws an invitation." })
export class EndSeatInput {
  @Field(() => ID)
  readonly seatId!: string;
}

@ObjectType({ description: "已邀请。Invited." })
export class InviteUnitSuccess {
  @Field(() => Seat)
  readonly seat: Seat;

  constructor(seat: Seat) {
    this.seat = seat;
  }
}

@ObjectType({ description: "已批准。Approved." })
export class ApproveSeatSuccess {
  @Field(() => Seat)
  readonly seat: Seat;

  constructor(seat: Seat) {
    this.seat = seat;
  }
}

@ObjectType({ description: "已结束。Ended." })
export class EndSeatSuccess {
  @Field(() => Seat)
  readonly seat: Seat;

  constructor(seat: Seat) {
    this.seat = seat;
  }
}

@ObjectType({ implements: UserError, description: "该单位已有席位。The unit has a seat already." })
export class SeatAlreadyHeld extends UserError {
  @Field(() => Seat, { description: "已有的席位。The seat it has." })
  readonly seat: Seat;

  constructor(seat: Seat) {
    const standing = seat.state === "INVITED" ? "已在受邀" : "已有在任席位";
    super("SEAT_ALREADY_HELD", `该单位${standing}，一个单位在一个党委只有一个席位。`);
    this.seat = seat;
  }
}

@ObjectType({ implements: UserError, description: "席位状态不允许。The seat's state does not allow it." })
export class SeatStateConflict extends UserError {
  @Field(() => SeatState, { description: "现在的状态。The state it is in." })
  readonly state: SeatState;

  constructor(state: SeatState, message: string) {
    super("SEAT_STATE_CONFLICT", message);
    this.state = state;
  }
}

export const InviteUnitResult = createUnionType({
  name: "InviteUnitResult",
  types: () => [InviteUnitSuccess, SeatAlreadyHeld] as const,
});

export const ApproveSeatResult = createUnionType({
  name: "ApproveSeatResult",
  types: () => [ApproveSeatSuccess, SeatStateConflict] as const,
});

export const EndSeatResult = createUnionType({
  name: "EndSeatResult",
  types: () => [EndSeatSuccess, SeatStateConflict] as const,
});
