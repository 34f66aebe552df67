import { byId, createPageLoader, type ListOfParent } from "@gongjian/shared/page-loader";
import type { DataSource } from "typeorm";
import { NEED_COLUMNS, type NeedsOf, type NeedView } from "../need/need.loader.ts";
import { PROJECT_COLUMNS, type ProjectsOf, type ProjectView } from "../project/project.loader.ts";
import { RESOURCE_COLUMNS, type ResourcesOf, type ResourceView } from "../resource/resource.loader.ts";
import type { CommitteeStub } from "./committee.stub.ts";

/** No area's code begins so: a committee without an area sees its members' lines only. */
const NO_AREA = "-";

/** What a committee sees hangs on its area and its members: both stand in the key, `341881001|id,id`. */
export function committeeKey({ area, seatedUnitIds }: CommitteeStub): string {
  return `${area?.code ?? NO_AREA}|${seatedUnitIds.join(",")}`;
}

const AREA = "split_part(page.parent, '|', 1)";
const UNITS = "string_to_array(split_part(page.parent, '|', 2), ',')::uuid[]";

/** In its area or below, or for an area that holds its own, or of one of its members. */
function seenBy(areaColumn: string, ofMember: string): string {
  return `r.state = 'PUBLISHED' and (
    r.${areaColumn} >= ${AREA} and r.${areaColumn} < ${AREA} || 'z'
    or starts_with(${AREA}, r.${areaColumn})
    or ${ofMember})`;
}

/** Over `need r` and `page.parent`, the committee's key. */
export const NEEDS_SEEN_BY_COMMITTEE = seenBy("area_code", `r.unit_id = any(${UNITS})`);

export function createResourcesOfCommitteeLoader(db: DataSource): ResourcesOf {
  return createPageLoader<ResourceView>(db, {
    columns: RESOURCE_COLUMNS,
    from: "resource r join unit u on u.id = r.unit_id",
    belongs: seenBy("coverage_area_code", `r.unit_id = any(${UNITS})`),
    ...BY_KEY,
  });
}

export function createNeedsOfCommitteeLoader(db: DataSource): NeedsOf {
  return createPageLoader<NeedView>(db, {
    columns: NEED_COLUMNS,
    from: "need r join unit u on u.id = r.unit_id",
    belongs: NEEDS_SEEN_BY_COMMITTEE,
    ...BY_KEY,
  });
}

export function createProjectsOfCommitteeLoader(db: DataSource): ProjectsOf {
  return createPageLoader<ProjectView>(db, {
    columns: PROJECT_COLUMNS,
    from: "project r join unit u on u.id = r.unit_id",
    belongs: seenBy("area_code", `r.unit_id = any(${UNITS}) or r.partner_ids && ${UNITS}`),
    ...BY_KEY,
  });
}

const BY_KEY = { parent: "text", order: byId("r") } as const satisfies Partial<
  ListOfParent<{ readonly id: string }>
>;
