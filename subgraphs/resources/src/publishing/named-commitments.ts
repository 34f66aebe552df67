import type { NamedCommitment } from "../project/project.row.ts";
import type { ProjectValues } from "./project-values.ts";

/** The promises of a line whose references are ids. With one need for the whole line, all are for it. */
export function namedCommitments({ commitments, needs }: ProjectValues): NamedCommitment[] {
  const only = needs.length === 1 ? (needs[0] ?? null) : null;
  return commitments.map(({ resource, need, quantity }) => ({
    resourceId: resource,
    needId: need ?? only,
    quantity,
  }));
}
