import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { notFound } from "@gongjian/shared/errors";
import { isId, newId } from "@gongjian/shared/id";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { requireOrganisation } from "../organisation/require-organisation.ts";
import { areaOfCommittee } from "./area-of-committee.ts";
import { SEAT_COLUMNS } from "./seat.loader.ts";
import type { SeatRow } from "./seat.row.ts";
import {
  ApproveSeatSuccess,
  EndSeatSuccess,
  InviteUnitSuccess,
  SeatAlreadyHeld,
  SeatStateConflict,
  type ApproveSeatInput,
  type EndSeatInput,
  type InviteUnitInput,
} from "./seat.type.ts";

/** The use cases of seats: invited → serving → ended. */
export class SeatService {
  constructor(private readonly scope: RequestScope) {}

  async invite({ committeeId, organisationId }: InviteUnitInput): Promise<InviteUnitSuccess> {
    const { db, viewer } = this.scope;
    authorise(viewer, "seat.manage");
    return asViewer(db, viewer, async (tx) => {
      const areaCode = await areaOfCommittee(tx, committeeId);
      authorise(viewer, "seat.manage", { areaCode });
      await requireOrganisation(tx, organisationId);
      return new InviteUnitSuccess(await insertSeat(tx, committeeId, organisationId));
    });
  }

  async approve({ seatId }: ApproveSeatInput): Promise<ApproveSeatSuccess> {
    return this.change(seatId, async (tx, { state }) => {
      if (state !== "INVITED") {
        throw new Rejection(new SeatStateConflict(state, "只有受邀的席位可以批准。"));
      }
      return new ApproveSeatSuccess(
        await updateSeat(tx, `state = 'SERVING', since = $2`, seatId, this.scope.clock.today()),
      );
    });
  }

  async end({ seatId }: EndSeatInput): Promise<EndSeatSuccess> {
    return this.change(seatId, async (tx, { state }) => {
      if (state === "ENDED") throw new Rejection(new SeatStateConflict(state, "该席位已经结束。"));
      return new EndSeatSuccess(
        await updateSeat(
          tx,
          `state = 'ENDED', until = greatest($2::date, since)`,
          seatId,
          this.scope.clock.today(),
        ),
      );
    });
  }

  /** Locks the seat, so that of two decisions on it the second sees what the first decided. */
  private async change<Success>(
    seatId: string,
    decide: (tx: EntityManager, seat: SeatRow) => Promise<Success>,
  ): Promise<Success> {
    const { db, viewer } = this.scope;
    authorise(viewer, "seat.manage");
    return asViewer(db, viewer, async (tx) => {
      authorise(viewer, "seat.manage", { areaCode: await readAreaOfSeat(tx, seatId) });
      return decide(tx, await lockSeat(tx, seatId));
    });
  }
}

async function readAreaOfSeat(tx: EntityManager, seatId: string): Promise<string> {
  const [seat] = isId(seatId)
    ? await tx.query<{ area_code: string }[]>(
        `select area_code from seat join committee on committee.id = committee_id where seat.id = $1`,
        [seatId],
      )
    : [];
  if (!seat) throw notFound("这个席位");
  return seat.area_code;
}

async function lockSeat(tx: EntityManager, seatId: string): Promise<SeatRow> {
  const [seat] = await tx.query<SeatRow[]>(`select ${SEAT_COLUMNS} from seat where id = $1 for update`, [
    seatId,
  ]);
  if (!seat) throw notFound("这个席位");
  return seat;
}

/** The partial unique index decides who of two simultaneous invitations is first. */
async function insertSeat(tx: EntityManager, committeeId: string, organisationId: string): Promise<SeatRow> {
  const [seat] = await tx.query<SeatRow[]>(
    `insert into seat (id, committee_id, organisation_id, role, state)
     values ($1, $2, $3, 'MEMBER', 'INVITED')
     on conflict (committee_id, organisation_id) where state <> 'ENDED' do nothing
     returning ${SEAT_COLUMNS}`,
    [newId(), committeeId, organisationId],
  );
  if (seat) return seat;
  const [held] = await tx.query<SeatRow[]>(
    `select ${SEAT_COLUMNS} from seat
     where committee_id = $1 and organisation_id = $2 and state <> 'ENDED'`,
    [committeeId, organisationId],
  );
  if (!held) throw new Error("The seat that stood in the way is gone.");
  throw new Rejection(new SeatAlreadyHeld(held));
}

/** TypeORM answers an `update … returning` with the rows and their number. */
async function updateSeat(tx: EntityManager, set: string, seatId: string, today: string): Promise<SeatRow> {
  const [rows] = await tx.query<[SeatRow[], number]>(
    `update seat set ${set} where id = $1 returning ${SEAT_COLUMNS}`,
    [seatId, today],
  );
  const [seat] = rows;
  if (!seat) throw new Error("The locked seat could not be written.");
  return seat;
}
