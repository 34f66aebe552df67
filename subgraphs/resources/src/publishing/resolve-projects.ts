import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope } from "@gongjian/shared/import/list-definition";
import { may } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { CommitmentBook, type Overcommitment } from "../project/commitment-book.ts";
import { readLeavers } from "../project/leavers.ts";
import { namedCommitments } from "./named-commitments.ts";
import type { ProjectValues } from "./project-values.ts";
import { resolveAreas } from "./resolve-areas.ts";
import { resolvePartners } from "./resolve-partners.ts";
import { resolveReferences, type ReferredResource } from "./resolve-references.ts";
import { resolveUnits } from "./resolve-units.ts";
import { findStandingProjects, type StandingProject } from "./standing-projects.ts";

/** Names become ids: lead, place, partners, needs, resources. Then what is promised must still be there. */
export async function resolveProjects(
  tx: EntityManager,
  rows: readonly ImportRow<ProjectValues>[],
  scope: ImportScope,
): Promise<void> {
  const units = await resolveUnits(tx, rows, scope);
  await resolveAreas(tx, rows, units);
  await resolvePartners(tx, rows.filter(isTaken), units);
  const resources = await resolveReferences(tx, rows.filter(isTaken), units);
  const standing = await findStandingProjects(tx, rows.filter(isTaken));
  for (const row of rows.filter(isTaken)) {
    row.values.externalId ??= standing.get(row.ordinal)?.externalId ?? null;
    addPartners(row, resources);
  }
  await leaveOutLeavers(tx, rows.filter(isTaken), standing);
  noteOutOfScope(rows.filter(isTaken), resources, scope);
  await enterCommitments(tx, rows.filter(isTaken), standing);
}

function isTaken(row: ImportRow<ProjectValues>): boolean {
  return !row.isRefused;
}

/** Whose resource is used takes part, or it could not leave either. */
function addPartners({ values }: ImportRow<ProjectValues>, resources: Resources): void {
  const owners = values.commitments.flatMap(({ resource }) => resources.get(resource)?.unitId ?? []);
  const partners = new Set([...values.partners, ...owners]);
  values.partners = [...partners].filter((id) => id !== values.unit);
}

type Resources = ReadonlyMap<string, ReferredResource>;
type Standing = ReadonlyMap<number, StandingProject>;

/** A partner that has left comes back by its own word, not by its lead's sheet. */
async function leaveOutLeavers(
  tx: EntityManager,
  rows: readonly ImportRow<ProjectValues>[],
  standing: Standing,
): Promise<void> {
  const leavers = await readLeavers(
    tx,
    [...standing.values()].map(({ id }) => id),
  );
  for (const row of rows) {
    const left = leavers.get(standing.get(row.ordinal)?.id ?? "") ?? [];
    const named = left.filter(({ unitId }) => row.values.partners.includes(unitId));
    if (named.length === 0) continue;
    const names = named.map(({ unitName }) => unitName).join("、");
    row.correct(
      "partners",
      "PARTNER_WITHDRAWN",
      `${names}已经退出这个项目，名单照留，承诺的资源不再计入。`,
      "请改由别的单位承担，或另立项目。",
    );
  }
}

/** Promising is for those who may publish for the resource's unit; what stands already stays. */
function noteOutOfScope(
  rows: readonly ImportRow<ProjectValues>[],
  resources: Resources,
  { viewer }: ImportScope,
): void {
  for (const row of rows) {
    const foreign = row.values.commitments.flatMap(({ resource }) => {
      const known = resources.get(resource);
      const isOwn =
        known && may(viewer, "list.publish", { unitId: known.unitId, areaCode: known.unitAreaCode });
      return known && !isOwn ? [`${known.number ?? known.title}（${known.unitName}）`] : [];
    });
    if (foreign.length === 0) continue;
    row.correct(
      "commitments",
      "COMMITMENT_OUT_OF_SCOPE",
      `您不能替别的单位承诺资源：${foreign.join("、").slice(0, 200)}。项目照收，这些暂不占余量。`,
      "请资源所在单位或秘书处报送同一份项目清单，即可计入。",
    );
  }
}

async function enterCommitments(
  tx: EntityManager,
  rows: readonly ImportRow<ProjectValues>[],
  standing: Standing,
): Promise<void> {
  const plans = rows.map((row) => ({
    row,
    plan: {
      projectId: standing.get(row.ordinal)?.id ?? null,
      progress: row.values.progress.progress,
      commitments: namedCommitments(row.values),
    },
  }));
  const book = await CommitmentBook.open(
    tx,
    plans.map(({ plan }) => plan),
  );
  for (const { row, plan } of plans) {
    const over = book.enter(plan);
    if (over !== null) refuseOver(row, over);
  }
}

function refuseOver(row: ImportRow<ProjectValues>, over: Overcommitment): void {
  const { of, title, number, measure, asked, left } = over;
  const what = `${number ?? ""}“${title}”`;
  const unit = measure ?? "";
  row.refuse(
    of === "RESOURCE" ? "commitments" : "needs",
    "OVERCOMMITTED",
    of === "RESOURCE"
      ? `资源${what}只剩 ${left}${unit}，这一行要 ${asked}${unit}，没有导入。`
      : `需求${what}只差 ${left}${unit}，这一行给了 ${asked}${unit}，没有导入。`,
    left > 0 ? `最多写 ${left}${unit}。` : "请换一条，或等别的项目办结。",
  );
}
