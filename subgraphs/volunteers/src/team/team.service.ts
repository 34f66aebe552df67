import { idAfter, paginate, type PageArgs } from "@gongjian/shared/connection";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { notFound } from "@gongjian/shared/errors";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise } from "@gongjian/shared/viewer";
import { violates } from "../constraint.ts";
import { VolunteerRow } from "../volunteer/volunteer.row.ts";
import { TeamMembershipRow, TeamRow } from "./team.row.ts";
import {
  AlreadyMember,
  JoinTeamSuccess,
  TeamState,
  TeamWithdrawn,
  type JoinTeamInput,
  type TeamConnection,
  type TeamFilter,
} from "./team.type.ts";

/** Teams and who belongs to them. */
export class TeamService {
  constructor(private readonly scope: RequestScope) {}

  async list(filter: TeamFilter, { first, after }: PageArgs): Promise<TeamConnection> {
    const { db, viewer } = this.scope;
    authorise(viewer, "directory.read");
    const rows = await db
      .getRepository(TeamRow)
      .createQueryBuilder("t")
      .where("t.state = :state", { state: filter.state ?? TeamState.PUBLISHED })
      .andWhere("(cast(:after as uuid) is null or t.id > :after)", { after: idAfter({ after }) })
      .andWhere("(cast(:unit as uuid) is null or t.leadUnitId = :unit)", { unit: filter.unitId ?? null })
      .andWhere("starts_with(t.areaCode, :area)", { area: filter.areaCode ?? "" })
      .andWhere("(cast(:kind as text) is null or t.kind = :kind)", { kind: filter.kind ?? null })
      .andWhere("(cast(:colour as text) is null or t.colour = :colour)", { colour: filter.colour ?? null })
      .andWhere("strpos(t.name, :text) > 0", { text: filter.text ?? "" })
      .andWhere("(cast(:number as text) is null or t.externalId = :number)", {
        number: filter.externalId ?? null,
      })
      .orderBy("t.id")
      .limit(first + 1)
      .getMany();
    return paginate(rows, first, ({ id }) => id);
  }

  async join({ teamId, volunteerId }: JoinTeamInput): Promise<JoinTeamSuccess> {
    const { db, viewer, clock } = this.scope;
    authorise(viewer, "team.join");

    return asViewer(db, viewer, async (tx) => {
      const team = await tx.findOneBy(TeamRow, { id: teamId });
      const volunteer = await tx.findOneBy(VolunteerRow, { id: volunteerId });
      if (!team) throw notFound("队伍");
      const { leadUnitId, areaCode } = team;
      authorise(viewer, "team.join", {
        unitId: leadUnitId,
        areaCode,
        subject: volunteer?.subject ?? null,
      });
      if (!volunteer) throw notFound("志愿者");
      if (team.state !== "PUBLISHED") throw new Rejection(new TeamWithdrawn(team.name));

      try {
        await tx.insert(TeamMembershipRow, { teamId, volunteerId, joinedAt: clock.now() });
      } catch (error) {
        if (violates(error, "team_membership_pkey")) throw new Rejection(new AlreadyMember());
        throw error;
      }
      return new JoinTeamSuccess(team, volunteer);
    });
  }
}
