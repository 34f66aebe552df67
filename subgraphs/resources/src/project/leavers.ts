import type { EntityManager } from "typeorm";

/** A unit that has left a project. */
export interface Leaver {
  readonly unitId: string;
  readonly unitName: string;
}

/** Who has left these projects, by project. */
export async function readLeavers(
  tx: EntityManager,
  projectIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Leaver[]>> {
  const rows =
    projectIds.length === 0
      ? []
      : await tx.query<(Leaver & { projectId: string })[]>(
          `select w.project_id as "projectId", w.unit_id as "unitId", u.short_name as "unitName"
           from project_withdrawal w join unit u on u.id = w.unit_id
           where w.project_id = any($1) order by w.id`,
          [projectIds],
        );
  const byProject = new Map<string, Leaver[]>();
  for (const { projectId, unitId, unitName } of rows) {
    byProject.set(projectId, [...(byProject.get(projectId) ?? []), { unitId, unitName }]);
  }
  return byProject;
}
