import type { EntityManager } from "typeorm";

/**
 * Brings the promises of projects to what their lines name. What a line no longer names is taken back; new
 * promises are made only for resources of units that the transaction's viewer may publish for, and of no
 * unit that has left the project. Reads the lines as they stand, so it fits a line that was put back, too.
 */
export async function storeCommitments(tx: EntityManager, projectIds: readonly string[]): Promise<void> {
  if (projectIds.length === 0) return;
  await tx.query(
    `delete from project_commitment c using project p
     where p.id = c.project_id and p.id = any($1) and not exists (
       select from jsonb_to_recordset(p.commitments)
         as named ("resourceId" uuid, "needId" uuid, quantity numeric)
       where named."resourceId" = c.resource_id and named."needId" is not distinct from c.need_id
         and named.quantity is not distinct from c.quantity)`,
    [projectIds],
  );
  await tx.query(
    `insert into project_commitment (id, project_id, unit_id, resource_id, need_id, quantity)
     select gen_random_uuid(), p.id, r.unit_id, r.id, named."needId", named.quantity
     from project p
     cross join jsonb_to_recordset(p.commitments)
       as named ("resourceId" uuid, "needId" uuid, quantity numeric)
     join resource r on r.id = named."resourceId"
     where p.id = any($1) and coalesce(may_write_unit(r.unit_id), false)
       and not exists (select from project_withdrawal w where w.project_id = p.id and w.unit_id = r.unit_id)
     order by r.unit_id, r.id
     on conflict (project_id, resource_id, need_id) do nothing`,
    [projectIds],
  );
}
