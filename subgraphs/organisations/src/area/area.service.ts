import { decodeCursor, paginate, type PageArgs } from "@gongjian/shared/connection";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { isAreaCode, type AreaLevel } from "./area-level.ts";
import { placementFault } from "./area-placement.ts";
import { findUnknownParents, registerAreas, type NewArea } from "./area-registry.ts";
import { AREA_COLUMNS } from "./area.loader.ts";
import type { AreaRow } from "./area.row.ts";
import {
  AreaMisplaced,
  RegisterAreaSuccess,
  type Area,
  type AreaConnection,
  type RegisterAreaInput,
} from "./area.type.ts";

export interface AreaFilter {
  readonly level?: AreaLevel | null;
  readonly parentCode?: string | null;
}

/** The use cases of the tree of areas. */
export class AreaService {
  constructor(private readonly scope: RequestScope) {}

  async list(filter: AreaFilter, { first, after }: PageArgs): Promise<AreaConnection> {
    authorise(this.scope.viewer, "directory.read");
    const cursor = decodeCursor(after, isAreaCode);
    const rows = await this.scope.db.query<AreaRow[]>(
      `select ${AREA_COLUMNS} from area
       where ($1::text is null or level = $1) and ($2::text is null or parent_code = $2)
         and ($3::text is null or code > $3)
       order by code limit $4`,
      [filter.level, filter.parentCode?.replaceAll("\0", ""), cursor, first + 1],
    );
    return paginate<Area>(rows, first, ({ code }) => code);
  }

  async register(input: RegisterAreaInput): Promise<RegisterAreaSuccess> {
    authorise(this.scope.viewer, "area.register");
    const area = areaOf(input);
    const misplaced = placementFault(area);
    if (misplaced) throw new Rejection(new AreaMisplaced(misplaced));

    return asViewer(this.scope.db, this.scope.viewer, async (tx) => {
      const orphan = (await findUnknownParents(tx, [area])).get(area.code);
      if (orphan) throw new Rejection(new AreaMisplaced(orphan));

      const [written] = await registerAreas(tx, [area]);
      return new RegisterAreaSuccess(written ?? (await readArea(tx, area.code)));
    });
  }
}

function areaOf({ code, parentCode, level, name, point }: RegisterAreaInput): NewArea {
  return {
    code,
    parentCode: parentCode ?? null,
    level,
    name: name.trim(),
    latitude: point?.latitude ?? null,
    longitude: point?.longitude ?? null,
    crs: point?.crs ?? null,
  };
}

/** An area that is registered already and was not changed. */
async function readArea(tx: EntityManager, code: string): Promise<AreaRow> {
  const [row] = await tx.query<AreaRow[]>(`select ${AREA_COLUMNS} from area where code = $1`, [code]);
  if (!row) throw new Error(`The area ${code} vanished while it was being registered.`);
  return row;
}
