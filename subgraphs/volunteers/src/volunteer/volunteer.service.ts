import { isKnownArea } from "@gongjian/shared/database/known-area";
import { idAfter, paginate, type PageArgs } from "@gongjian/shared/connection";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput } from "@gongjian/shared/errors";
import { isId, newId } from "@gongjian/shared/id";
import { isMasked } from "@gongjian/shared/import/values/text";
import { maskName } from "@gongjian/shared/masked-text";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, may } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { violates } from "../constraint.ts";
import { UnknownArea } from "../refusals.type.ts";
import { VolunteerContactRow, VolunteerRow } from "./volunteer.row.ts";
import {
  AlreadyRegistered,
  RegisterVolunteerSuccess,
  type RegisterVolunteerInput,
  type VolunteerConnection,
  type VolunteerFilter,
} from "./volunteer.type.ts";

const COUNTY_DIGITS = 6;

/** The roll of volunteers. */
export class VolunteerService {
  constructor(private readonly scope: RequestScope) {}

  async list(filter: VolunteerFilter, { first, after }: PageArgs): Promise<VolunteerConnection> {
    const { db, viewer } = this.scope;
    authorise(viewer, "volunteer.read");
    const query = db
      .getRepository(VolunteerRow)
      .createQueryBuilder("v")
      .orderBy("v.id")
      .limit(first + 1);
    const conditions: [string, unknown][] = [
      ["v.id > :after", idAfter({ after })],
      ["starts_with(v.areaCode, :area)", filter.areaCode],
      [":skill = any(v.skills)", filter.skill],
      ["v.state = :state", filter.state],
      ["v.id in (select m.volunteer_id from team_membership m where m.team_id = :team)", filter.teamId],
      // Whoever reads only their own record gets a list of one.
      ["v.subject = :own", may(viewer, "volunteer.read", {}) ? null : viewer.subject],
    ];
    for (const [condition, value] of conditions) {
      const name = /:(\w+)/.exec(condition)?.[1];
      if (value !== null && value !== undefined && name !== undefined) {
        query.andWhere(condition, { [name]: value });
      }
    }
    return paginate(await query.getMany(), first, ({ id }) => id);
  }

  async find(id: string): Promise<VolunteerRow | null> {
    const { db, viewer } = this.scope;
    authorise(viewer, "volunteer.read");
    const volunteer = isId(id) ? await db.getRepository(VolunteerRow).findOneBy({ id }) : null;
    if (volunteer) authorise(viewer, "volunteer.read", { subject: volunteer.subject });
    return volunteer;
  }

  async register(input: RegisterVolunteerInput): Promise<RegisterVolunteerSuccess> {
    const { db, viewer, clock } = this.scope;
    authorise(viewer, "volunteer.register", { areaCode: input.areaCode });
    if (isMasked(input.name)) throw badInput("姓名是打了码的内容，请填原文。");

    return asViewer(db, viewer, async (tx) => {
      if (!(await isKnownArea(tx, input.areaCode))) throw new Rejection(new UnknownArea(input.areaCode));

      const volunteer: VolunteerRow = {
        id: newId(),
        number: await issueNumber(tx, input.areaCode),
        subject: input.subject ?? null,
        nameMasked: maskName(input.name),
        areaCode: input.areaCode,
        skills: [...new Set(input.skills)],
        state: "ACTIVE",
        registeredAt: clock.now(),
      };
      await insertVolunteer(tx, volunteer);
      await tx.insert(VolunteerContactRow, {
        volunteerId: volunteer.id,
        name: input.name.trim(),
        phone: input.phone,
      });
      return new RegisterVolunteerSuccess(volunteer);
    });
  }
}

/** County code and a running number. A number that a rolled back registration took is not given again. */
async function issueNumber(tx: EntityManager, areaCode: string): Promise<string> {
  const [row] = await tx.query<[{ running: string }]>(
    `select lpad(nextval('volunteer_number')::text, 8, '0') as running`,
  );
  return `${areaCode.slice(0, COUNTY_DIGITS)}${row.running}`;
}

async function insertVolunteer(tx: EntityManager, volunteer: VolunteerRow): Promise<void> {
  try {
    await tx.insert(VolunteerRow, volunteer);
  } catch (error) {
    if (violates(error, "volunteer_subject_key")) throw new Rejection(new AlreadyRegistered());
    throw error;
  }
}
