import type { Clock } from "@gongjian/shared/clock";
import { isKnownArea } from "@gongjian/shared/database/known-area";
import { badInput, notFound } from "@gongjian/shared/errors";
import { newId } from "@gongjian/shared/id";
import { maskPersonalNumbers } from "@gongjian/shared/import/values/personal-numbers";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { readUnit, type UnitPlace } from "../organisation/read-unit.ts";
import { contentKeyOf, titleKeyOf } from "../publishing/list-values.ts";
import { CommitmentBook } from "./commitment-book.ts";
import { Overcommitted, ProjectExists, type ProjectiseInput } from "./project-changes.type.ts";
import type { NamedCommitment } from "./project.row.ts";
import { storeCommitments } from "./store-commitments.ts";

/**
 * Writes a new project with everything it takes, as a line of its lead's list.
 *
 * @returns its id
 * @throws Rejection OVERCOMMITTED, PROJECT_EXISTS; FORBIDDEN for a lead or a resource of somebody else
 */
export async function formProject(
  tx: EntityManager,
  viewer: Viewer,
  clock: Clock,
  input: ProjectiseInput,
): Promise<string> {
  const leadId = input.leadUnitId ?? viewer.unitId;
  if (leadId === null) throw badInput("请填牵头单位 leadUnitId。");
  const lead = await readUnit(tx, leadId, "牵头单位");
  authorise(viewer, "project.form", { unitId: lead.id, areaCode: lead.areaCode });
  const owners = await readOwners(tx, viewer, input);
  await requirePartners(tx, input.partnerIds);

  const commitments = commitmentsOf(input);
  const needIds = input.needIds.map((id) => id.toLowerCase());
  const book = await CommitmentBook.open(
    tx,
    [{ projectId: null, progress: "PLANNED", commitments }],
    needIds,
  );
  await requireNeeds(tx, input);
  const over = book.enter({ projectId: null, progress: "PLANNED", commitments });
  if (over !== null) {
    throw new Rejection(new Overcommitted(over.of, over.id, over.title, over.asked, over.left));
  }
  const partners = [...new Set([...input.partnerIds.map((id) => id.toLowerCase()), ...owners])];
  const id = await insertProject(tx, clock, input, {
    lead,
    partners: partners.filter((partner) => partner !== lead.id),
    commitments,
  });
  await storeCommitments(tx, [id]);
  return id;
}

function commitmentsOf({ commitments, needIds }: ProjectiseInput): NamedCommitment[] {
  const only = needIds.length === 1 ? (needIds[0]?.toLowerCase() ?? null) : null;
  const named = commitments.map(({ resourceId, needId, quantity }) => ({
    resourceId: resourceId.toLowerCase(),
    needId: needId?.toLowerCase() ?? only,
    quantity,
  }));
  const keys = new Set(named.map(({ resourceId, needId }) => `${resourceId} ${needId ?? ""}`));
  if (keys.size < named.length) throw badInput("同一资源为同一需求写了两次，请合成一项。");
  return named;
}

/** Whose resources are taken: promising is for those who may publish for them. */
async function readOwners(
  tx: EntityManager,
  viewer: Viewer,
  { commitments }: ProjectiseInput,
): Promise<string[]> {
  const ids = [...new Set(commitments.map(({ resourceId }) => resourceId.toLowerCase()))];
  const owners = await tx.query<(UnitPlace & { readonly resourceId: string })[]>(
    `select r.id as "resourceId", u.id, u.area_code as "areaCode"
     from resource r join unit u on u.id = r.unit_id where r.id = any($1) and r.state <> 'WITHDRAWN'`,
    [ids],
  );
  if (owners.length < ids.length) throw notFound("其中的资源");
  for (const { id, areaCode } of owners) authorise(viewer, "list.publish", { unitId: id, areaCode });
  return owners.map(({ id }) => id);
}

async function requireNeeds(tx: EntityManager, { needIds, commitments }: ProjectiseInput): Promise<void> {
  const ids = needIds.map((id) => id.toLowerCase());
  const named = commitments.flatMap(({ needId }) => needId?.toLowerCase() ?? []);
  if (!named.every((id) => ids.includes(id))) throw badInput("commitments 里的 needId 应在 needIds 之中。");
  const [known] = await tx.query<{ count: number }[]>(
    `select count(*)::integer from need where id = any($1) and state = 'PUBLISHED'`,
    [ids],
  );
  if (known?.count !== ids.length) throw notFound("其中的需求");
}

async function requirePartners(tx: EntityManager, partnerIds: readonly string[]): Promise<void> {
  const ids = [...new Set(partnerIds.map((id) => id.toLowerCase()))];
  const [known] = await tx.query<{ count: number }[]>(
    `select count(*)::integer from unit where id = any($1)`,
    [ids],
  );
  if (known?.count !== ids.length) throw notFound("其中的参与单位");
}

interface Resolved {
  readonly lead: UnitPlace;
  readonly partners: readonly string[];
  readonly commitments: readonly NamedCommitment[];
}

async function insertProject(
  tx: EntityManager,
  clock: Clock,
  input: ProjectiseInput,
  { lead, partners, commitments }: Resolved,
): Promise<string> {
  const areaCode = input.areaCode ?? lead.areaCode;
  if (!(await isKnownArea(tx, areaCode))) throw notFound("这个区域");
  const { startsOn = null, endsOn = null } = input;
  if (startsOn !== null && endsOn !== null && startsOn > endsOn) throw badInput("开始日期晚于完成时限。");
  const title = maskPersonalNumbers(input.title.trim());
  const keyed = { title, from: startsOn, to: endsOn };
  const id = newId();
  const now = clock.now().toISOString();
  const inserted = await tx.query<object[]>(
    `insert into project (id, unit_id, title, description, area_code, partner_ids, other_partners, need_ids,
       commitments, starts_on, ends_on, progress, progress_note, funding, budget, acceptance, milestones,
       risks, state, title_key, content_key, content_hash, version, published_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, '{}', $7, $8, $9, $10, 'PLANNED', '', $11, $12, '', '{}',
       '', 'PUBLISHED', $13, $14, 'projectise', 1, $15, $15)
     on conflict do nothing returning id`,
    [
      id,
      lead.id,
      title,
      maskPersonalNumbers(input.description.trim()),
      areaCode,
      partners,
      input.needIds.map((needId) => needId.toLowerCase()),
      JSON.stringify(commitments),
      startsOn,
      endsOn,
      maskPersonalNumbers(input.funding.trim()),
      input.budget ?? null,
      titleKeyOf(keyed),
      contentKeyOf(keyed),
      now,
    ],
  );
  if (inserted.length === 0) throw new Rejection(new ProjectExists());
  return id;
}
