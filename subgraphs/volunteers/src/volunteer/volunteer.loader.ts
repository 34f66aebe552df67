import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import { may, type Viewer } from "@gongjian/shared/viewer";
import { In, type DataSource } from "typeorm";
import { VolunteerRow } from "./volunteer.row.ts";

export type VolunteerLoader = RowLoader<VolunteerRow>;

/** Volunteers that the viewer may read. */
export function createVolunteerLoader(db: DataSource, viewer: Viewer): VolunteerLoader {
  return createRowLoader(async (ids) => {
    if (!may(viewer, "volunteer.read")) return [];
    const rows = await db.getRepository(VolunteerRow).findBy({ id: In(ids) });
    return rows.filter(({ subject }) => may(viewer, "volunteer.read", { subject }));
  });
}
