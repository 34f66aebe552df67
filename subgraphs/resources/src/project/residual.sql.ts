/**
 * The one residual of a row, whoever looks: what it has less what projects take. Only texts of this file
 * become SQL; `c` is the commitment, `p` its project, `r` its resource, `n` its need.
 */

/** A project that still takes: what a finished one has used its unit takes out of the quantity itself. */
export const TAKES_RESOURCE = "p.state = 'PUBLISHED' and p.progress not in ('DONE', 'STOPPED')";

/** A need that a finished project has served stays served. */
export const SERVES_NEED =
  "p.state = 'PUBLISHED' and p.progress <> 'STOPPED' and coalesce(r.unit_of_measure = n.unit_of_measure, true)";

/** What projects take of resource `r.id`. */
export const TAKEN_OF_RESOURCE = `
  select coalesce(sum(c.quantity), 0) from project_commitment c join project p on p.id = c.project_id
  where c.resource_id = r.id and ${TAKES_RESOURCE}`;

/** What projects bring to need `n.id`, in the need's own measure. */
export const BROUGHT_TO_NEED = `
  select coalesce(sum(c.quantity), 0) from project_commitment c join project p on p.id = c.project_id
  join resource r on r.id = c.resource_id
  where c.need_id = n.id and ${SERVES_NEED}`;
