import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope } from "@gongjian/shared/import/list-definition";
import { stageRows, type TableColumn } from "@gongjian/shared/import/stage-rows";
import { storeRows } from "@gongjian/shared/import/store-rows";
import { maskName } from "@gongjian/shared/masked-text";
import type { EntityManager } from "typeorm";
import { storeCommitments } from "../project/store-commitments.ts";
import { changeColumns, countLines, IDENTITY } from "./line-table.ts";
import { contentKeyOf, titleKeyOf } from "./list-values.ts";
import { namedCommitments } from "./named-commitments.ts";
import type { ProjectValues } from "./project-values.ts";
import { findStandingProjects } from "./standing-projects.ts";

/** Writes the list, who answers for its projects, and what they take of resources: all or nothing. */
export async function storeProjects(
  tx: EntityManager,
  rows: ImportRow<ProjectValues>[],
  scope: ImportScope,
): Promise<{ withdrawn: number }> {
  const standing = await findStandingProjects(tx, rows);
  const usesContentKey = ({ ordinal, values }: ImportRow<ProjectValues>): boolean =>
    values.externalId === null || standing.get(ordinal)?.externalId === null;
  const { withdrawn } = await storeRows<ProjectValues>(
    tx,
    {
      name: "project",
      identity: IDENTITY,
      withdrawWithin: "unit_id",
      computed: changeColumns(scope.clock.now()),
      columns: projectColumns(usesContentKey),
    },
    rows,
    scope,
  );
  countLines(rows, scope);
  await storeContacts(
    tx,
    rows.filter(({ outcome }) => outcome === "NEW" || outcome === "CHANGED"),
  );
  await storeCommitments(
    tx,
    rows.flatMap(({ id, isRefused }) => (id === null || isRefused ? [] : [id])),
  );
  return { withdrawn };
}

/** @param usesContentKey lines that are known by title and dates, having or having had no number */
function projectColumns(
  usesContentKey: (row: ImportRow<ProjectValues>) => boolean,
): readonly TableColumn<ProjectValues>[] {
  return [
    { name: "unit_id", type: "uuid", value: ({ values }) => values.unit },
    { name: "external_id", type: "text", label: "编号", value: ({ values }) => values.externalId },
    { name: "category_code", type: "text", label: "类别", value: ({ values }) => values.category },
    { name: "title", type: "text", label: "项目名称", value: ({ values }) => values.title },
    {
      name: "description",
      type: "text",
      label: "主要内容",
      value: ({ values }) => values.description ?? "",
    },
    { name: "area_code", type: "text", label: "地点", value: ({ values }) => values.area },
    { name: "partner_ids", type: "uuid[]", value: ({ values }) => values.partners },
    {
      name: "other_partners",
      type: "text[]",
      label: "其他参与单位",
      value: ({ values }) => values.otherPartners,
    },
    { name: "need_ids", type: "uuid[]", value: ({ values }) => values.needs },
    { name: "commitments", type: "jsonb", value: ({ values }) => namedCommitments(values) },
    { name: "starts_on", type: "date", label: "开始", value: ({ values }) => values.from },
    { name: "ends_on", type: "date", label: "完成时限", value: ({ values }) => values.to },
    { name: "progress", type: "text", label: "进展", value: ({ values }) => values.progress.progress },
    {
      name: "progress_note",
      type: "text",
      label: "进展说明",
      value: ({ values }) => values.progress.note,
    },
    { name: "funding", type: "text", label: "经费来源", value: ({ values }) => values.funding ?? "" },
    { name: "budget", type: "numeric", label: "预算", value: ({ values }) => values.budget },
    { name: "acceptance", type: "text", label: "验收", value: ({ values }) => values.acceptance ?? "" },
    { name: "milestones", type: "text[]", label: "里程碑", value: ({ values }) => values.milestones },
    { name: "risks", type: "text", label: "风险", value: ({ values }) => values.risks ?? "" },
    {
      name: "contact_masked",
      type: "text",
      value: ({ values }) => (values.contact === null ? null : maskName(values.contact)),
    },
    { name: "title_key", type: "text", value: ({ values }) => titleKeyOf(values) },
    {
      name: "content_key",
      type: "text",
      value: (row) => (usesContentKey(row) ? contentKeyOf(row.values) : null),
    },
  ];
}

async function storeContacts(tx: EntityManager, rows: readonly ImportRow<ProjectValues>[]): Promise<void> {
  if (rows.length === 0) return;
  await stageRows(
    tx,
    "staged_project_contact",
    [
      { name: "project_id", type: "uuid", value: ({ id }) => id },
      { name: "unit_id", type: "uuid", value: ({ values }) => values.unit },
      { name: "contact", type: "text", value: ({ values }) => values.contact },
    ],
    rows,
  );
  await tx.query(`
    insert into project_contact (project_id, unit_id, contact)
    select project_id, unit_id, contact from staged_project_contact
    on conflict (project_id) do update set contact = excluded.contact
  `);
}
