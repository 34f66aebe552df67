import { Rejection } from "@gongjian/shared/user-error";
import type { EntityManager } from "typeorm";
import { NeedInProject } from "./merger.type.ts";

/**
 * Keeps projects from being promised anything for these needs until the transaction ends. Comes before their
 * rows are locked: who makes a promise takes them in this order, too.
 */
export async function holdPromises(tx: EntityManager, needIds: readonly string[]): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended('commitments:' || unit_id, 0))
     from (select distinct unit_id from need where id = any($1) order by unit_id) as owner`,
    [needIds],
  );
}

/**
 * A project that serves a need goes on serving that very one.
 *
 * @throws Rejection NEED_IN_PROJECT
 */
export async function requireFree(tx: EntityManager, needIds: readonly string[]): Promise<void> {
  const [project] = await tx.query<{ id: string; title: string }[]>(
    `select p.id, p.title from project p
     where p.state = 'PUBLISHED' and p.progress not in ('DONE', 'STOPPED')
       and (p.need_ids && $1::uuid[]
         or exists (select from project_commitment c where c.project_id = p.id and c.need_id = any($1)))
     order by p.id limit 1`,
    [needIds],
  );
  if (project) throw new Rejection(new NeedInProject(project));
}
