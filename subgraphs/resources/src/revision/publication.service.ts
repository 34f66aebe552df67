import { decodeCursor, idAfter, paginate, type Connection, type PageArgs } from "@gongjian/shared/connection";
import { badInput, notFound } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";
import { compareStates, type UnitScope } from "@gongjian/shared/import/revisions/row-changes";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource } from "typeorm";
import { CONTACT_OF_COMPARISON } from "./contact-revision.ts";
import { describeChange } from "./describe-change.ts";
import { createPublicationLoader, readPublications, type PublicationView } from "./publication.loader.ts";
import type { PublicationChange } from "./publication.type.ts";
import { revisedLists, type RevisedList } from "./revised-lists.ts";

export interface ComparePublications {
  readonly list: string;
  readonly unitId: string | null;
  readonly from: string;
  readonly to: string;
}

/** Reading the revisions of lists: those who may publish for a unit read its history, and the auditor. */
export class PublicationService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
  ) {}

  async list(
    { list, unitId }: { readonly list: string | null; readonly unitId: string | null },
    page: PageArgs,
  ): Promise<Connection<PublicationView>> {
    const scope = await this.#scope(unitId);
    const lists = list === null ? [...revisedLists.keys()] : [revisedList(list).name];
    const before = decodeCursor(page.after, (key) => /^\d{1,9}$/.test(key));
    const rows = await readPublications(this.db, lists, scope, {
      before: before === null ? null : Number(before),
      first: page.first,
    });
    return paginate(rows, page.first, ({ number }) => String(number));
  }

  async find(id: string): Promise<PublicationView | null> {
    return createPublicationLoader(this.db, await this.#scope(null)).load(id);
  }

  /** @throws NOT_FOUND for a revision of another list or unit */
  async compare(
    { list: name, unitId, from, to }: ComparePublications,
    page: PageArgs,
  ): Promise<Connection<PublicationChange>> {
    const scope = await this.#scope(unitId);
    const list = revisedList(name);
    const publications = createPublicationLoader(this.db, scope);
    const [fromNumber, toNumber] = await Promise.all(
      [from, to].map(async (id) => {
        const publication = isId(id) ? await publications.load(id) : null;
        if (publication?.list !== name) throw notFound("这一版");
        return publication.number;
      }),
    );
    const range = { from: fromNumber ?? 0, to: toNumber ?? 0, after: idAfter(page), first: page.first };
    const rows = await compareStates(this.db, list, range, scope, CONTACT_OF_COMPARISON);
    return paginate(
      rows.map((row) => describeChange(list, row, this.viewer)),
      page.first,
      ({ rowId }) => rowId,
    );
  }

  /** @throws FORBIDDEN, NOT_FOUND for a unit that is not registered */
  async #scope(unitId: string | null): Promise<UnitScope> {
    authorise(this.viewer, "revision.read");
    if (unitId === null) return { unitId: this.viewer.unitId, areaCode: this.viewer.areaCode };
    if (!isId(unitId)) throw badInput("unitId 不是有效的编号。");
    const [unit] = await this.db.query<{ areaCode: string }[]>(
      `select area_code as "areaCode" from unit where id = $1`,
      [unitId],
    );
    authorise(this.viewer, "revision.read", { unitId, areaCode: unit?.areaCode ?? null });
    if (!unit) throw notFound("这个单位");
    return { unitId, areaCode: null };
  }
}

/** @throws BAD_USER_INPUT */
export function revisedList(name: string): RevisedList {
  const list = revisedLists.get(name);
  if (list) return list;
  throw badInput(`没有名为“${name.slice(0, 50)}”的清单，可用：${[...revisedLists.keys()].join("、")}。`);
}
