import { isKnownArea } from "@gongjian/shared/database/known-area";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { newId } from "@gongjian/shared/id";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { isCommunity } from "../area/area-level.ts";
import { branchNameOf } from "./form-branches.ts";
import { BRANCH_COLUMNS } from "./road-branch.loader.ts";
import type { RoadBranchRow } from "./road-branch.row.ts";
import {
  FoundRoadBranchSuccess,
  RoadBranchExists,
  UnknownBranchCommunity,
  type FoundRoadBranchInput,
} from "./road-branch.type.ts";

/** The use cases of road-section branches. One public method is one transaction. */
export class RoadBranchService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
  ) {}

  async found(input: FoundRoadBranchInput): Promise<FoundRoadBranchSuccess> {
    const { areaCode, roadSection } = input;
    authorise(this.viewer, "roadBranch.manage", { areaCode });

    return asViewer(this.db, this.viewer, async (tx) => {
      if (!isCommunity(areaCode) || !(await isKnownArea(tx, areaCode))) {
        throw new Rejection(new UnknownBranchCommunity(areaCode));
      }
      const name = input.name ?? branchNameOf(roadSection);
      const [branch] = await tx.query<RoadBranchRow[]>(INSERT, [newId(), name, roadSection, areaCode]);
      if (!branch) throw new Rejection(new RoadBranchExists(await readBranch(tx, areaCode, roadSection)));
      return new FoundRoadBranchSuccess(branch);
    });
  }
}

const INSERT = `
  insert into road_branch as b (id, name, road_section, area_code) values ($1, $2, $3, $4)
  on conflict (area_code, road_section) do nothing returning ${BRANCH_COLUMNS}`;

const BY_SECTION = `
  select ${BRANCH_COLUMNS} from road_branch b where b.area_code = $1 and b.road_section = $2`;

async function readBranch(tx: EntityManager, areaCode: string, roadSection: string): Promise<RoadBranchRow> {
  const [branch] = await tx.query<RoadBranchRow[]>(BY_SECTION, [areaCode, roadSection]);
  if (!branch) throw new Error("A branch that stood in the way of a new one is gone.");
  return branch;
}
