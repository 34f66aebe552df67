import { may, type Viewer } from "@gongjian/shared/viewer";
import DataLoader from "dataloader";
import { In, type DataSource } from "typeorm";
import { isUuid } from "../uuid.ts";
import { VolunteerRow } from "./volunteer.row.ts";

export type VolunteerLoader = DataLoader<string, VolunteerRow | null>;

/** Volunteers that the viewer may read; one per request, because the cache must not outlive permissions. */
export function createVolunteerLoader(db: DataSource, viewer: Viewer): VolunteerLoader {
  return new DataLoader(async (ids) => {
    if (!may(viewer, "volunteer.read")) return ids.map(() => null);
    const rows = await db.getRepository(VolunteerRow).findBy({ id: In(ids.filter(isUuid)) });
    const visible = rows.filter(({ subject }) => may(viewer, "volunteer.read", { subject }));
    const rowsById = new Map(visible.map((row) => [row.id, row]));
    return ids.map((id) => rowsById.get(id.toLowerCase()) ?? null);
  });
}
