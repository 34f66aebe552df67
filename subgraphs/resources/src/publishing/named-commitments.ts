import type { NamedCommitment } from "../project/project.row.ts";
import type { ProjectValues } from "./project-values.ts";

/** The promises of a line whose references are ids, as its row keeps them. */
export function namedCommitments({ commitments }: ProjectValues): NamedCommitment[] {
  return commitments.map(({ resource, need, quantity }) => ({
    resourceId: resource,
    needId: need,
    quantity,
  }));
}
