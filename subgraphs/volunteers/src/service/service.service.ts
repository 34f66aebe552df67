import { isKnownArea } from "@gongjian/shared/database/known-area";
import { paginate, type PageArgs } from "@gongjian/shared/connection";
import { findCategory } from "@gongjian/shared/contracts/categories";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { notFound } from "@gongjian/shared/errors";
import { newId } from "@gongjian/shared/id";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { violates } from "../constraint.ts";
import { listKey } from "../list-key.ts";
import { UnknownArea } from "../refusals.type.ts";
import { TeamRow } from "../team/team.row.ts";
import { TeamWithdrawn } from "../team/team.type.ts";
import { announceServices } from "./announce-services.ts";
import {
  OfferServiceSuccess,
  ServiceAlreadyWithdrawn,
  ServiceDaysReversed,
  ServiceNumberTaken,
  UnknownServiceCategory,
  WithdrawServiceSuccess,
  type OfferServiceInput,
  type WithdrawServiceInput,
} from "./service-mutations.type.ts";
import { VolunteerServiceRow } from "./service.row.ts";
import { servicePage } from "./service-page.ts";
import type { VolunteerServiceConnection, VolunteerServiceFilter } from "./service.type.ts";

/** What teams offer: published, found, taken back. */
export class ServiceDesk {
  constructor(private readonly scope: RequestScope) {}

  async list(filter: VolunteerServiceFilter, page: PageArgs): Promise<VolunteerServiceConnection> {
    const { db, viewer } = this.scope;
    authorise(viewer, "list.read");
    const rows = await servicePage(db, filter, page);
    return paginate(rows, page.first, ({ id }) => id);
  }

  async offer(input: OfferServiceInput): Promise<OfferServiceSuccess> {
    const { db, viewer } = this.scope;
    authorise(viewer, "team.publish");
    return asViewer(db, viewer, async (tx) => {
      const team = await teamToPublish(tx, viewer, input.teamId);
      if (team.state !== "PUBLISHED") throw new Rejection(new TeamWithdrawn(team.name));
      const service = serviceOf(input);
      await refuseUnknownArea(tx, input.coverageAreaCode);
      await insertService(tx, service);
      await announceServices(tx, [service.id]);
      return new OfferServiceSuccess(service);
    });
  }

  async withdraw({ serviceId }: WithdrawServiceInput): Promise<WithdrawServiceSuccess> {
    const { db, viewer } = this.scope;
    authorise(viewer, "team.publish");
    return asViewer(db, viewer, async (tx) => {
      const found = await tx.findOneBy(VolunteerServiceRow, { id: serviceId });
      if (!found) throw notFound("志愿服务");
      await teamToPublish(tx, viewer, found.teamId);

      // Read again under the lock: of two withdrawals at once only one announces.
      const service = await tx.findOneOrFail(VolunteerServiceRow, {
        where: { id: serviceId },
        lock: { mode: "pessimistic_write" },
      });
      if (service.state === "WITHDRAWN") throw new Rejection(new ServiceAlreadyWithdrawn());
      service.state = "WITHDRAWN";
      service.version += 1;
      await tx.update(VolunteerServiceRow, serviceId, { state: service.state, version: service.version });
      await announceServices(tx, [serviceId]);
      return new WithdrawServiceSuccess(service);
    });
  }
}

/** The team, kept as it is until the transaction ends: nothing is offered for one that is being withdrawn. */
async function teamToPublish(tx: EntityManager, viewer: Viewer, teamId: string): Promise<TeamRow> {
  const team = await tx.findOneBy(TeamRow, { id: teamId });
  if (!team) throw notFound("队伍");
  // Row security hides from a lock what may not be written, so permission comes first.
  authorise(viewer, "team.publish", { unitId: team.leadUnitId, areaCode: team.areaCode });
  return tx.findOneOrFail(TeamRow, { where: { id: teamId }, lock: { mode: "pessimistic_read" } });
}

function serviceOf(input: OfferServiceInput): VolunteerServiceRow {
  const facts = factsOf(input);
  const { teamId, title, description, coverageAreaCode, schedule, minNoticeDays } = input;
  refuseReversedDays(facts.validFrom, facts.validTo);
  return {
    id: newId(),
    ...facts,
    listKey: facts.externalId === null ? null : listKey(teamId, facts.externalId, title),
    teamId,
    categoryCode: categoryOf(input.category ?? null),
    title,
    description,
    coverageAreaCode,
    audience: [...new Set(input.audience)],
    schedule,
    minNoticeDays,
    state: "PUBLISHED",
    version: 1,
    contentHash: null,
  };
}

/** What may be left out. */
function factsOf({
  externalId,
  quantity,
  unitOfMeasure,
  validFrom,
  validTo,
  qualification,
}: OfferServiceInput): Pick<
  VolunteerServiceRow,
  "externalId" | "quantity" | "unitOfMeasure" | "validFrom" | "validTo" | "qualification"
> {
  return {
    externalId: externalId ?? null,
    quantity: quantity ?? null,
    unitOfMeasure: unitOfMeasure ?? null,
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
    qualification: qualification ?? null,
  };
}

function refuseReversedDays(from: string | null, to: string | null): void {
  if (from !== null && to !== null && to < from) throw new Rejection(new ServiceDaysReversed(from, to));
}

function categoryOf(text: string | null): string | null {
  if (text === null) return null;
  const found = findCategory(text);
  if (!found) throw new Rejection(new UnknownServiceCategory(text));
  return found.code;
}

async function refuseUnknownArea(tx: EntityManager, code: string): Promise<void> {
  if (!(await isKnownArea(tx, code))) throw new Rejection(new UnknownArea(code));
}

async function insertService(tx: EntityManager, service: VolunteerServiceRow): Promise<void> {
  try {
    await tx.insert(VolunteerServiceRow, service);
  } catch (error) {
    if (service.externalId !== null && violates(error, "volunteer_service_list_key")) {
      throw new Rejection(new ServiceNumberTaken(service.externalId));
    }
    throw error;
  }
}
