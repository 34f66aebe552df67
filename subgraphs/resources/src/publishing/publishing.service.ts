import type { Clock } from "@gongjian/shared/clock";
import { importCells } from "@gongjian/shared/import/import-cells";
import type { ImportListInput, ImportListSuccess } from "@gongjian/shared/import/import.type";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource } from "typeorm";
import { publishedLists } from "./published-lists.ts";

/** Lists that come as cells; files come to `POST /lists/<name>` and take the same way from there. */
export class PublishingService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  async importList(input: ImportListInput): Promise<ImportListSuccess> {
    authorise(this.viewer, "list.publish");
    return importCells(this.db, publishedLists, input, { viewer: this.viewer, clock: this.clock });
  }
}
