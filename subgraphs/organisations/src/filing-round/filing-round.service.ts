import type { PageArgs } from "@gongjian/shared/connection";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";
import { once } from "@gongjian/shared/request-key";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, may } from "@gongjian/shared/viewer";
import { areaOfCommittee } from "../committee/area-of-committee.ts";
import { queriesOf } from "../viewer-queries.ts";
import type { FilingRoundState } from "./filing-list.ts";
import {
  createRoundsLoader,
  type FilingRoundPages,
  type FilingRoundView,
  type WhichRounds,
} from "./filing-round.loader.ts";
import {
  CloseFilingRoundSuccess,
  FilingRoundClosed,
  FilingRoundExists,
  OpenFilingRoundSuccess,
  type CloseFilingRoundInput,
  type FilingRoundConnection,
  type OpenFilingRoundInput,
} from "./filing-round.type.ts";
import { insertRound, obligedUnits } from "./open-round.ts";
import { findRound, lockRound, readRound } from "./read-round.ts";

/** The use cases of filing rounds: opening, closing, and reading them with their numbers. */
export class FilingRoundService {
  private readonly pages = new Map<WhichRounds, FilingRoundPages>();

  constructor(private readonly scope: RequestScope) {}

  async find(id: string): Promise<FilingRoundView | null> {
    const { db, viewer } = this.scope;
    authorise(viewer, "filingRound.read");
    const round = isId(id) ? await findRound(queriesOf(db, viewer), "round.id = $1", [id]) : null;
    if (round) authorise(viewer, "filingRound.read", round);
    return round;
  }

  async list(
    committeeId: string,
    state: FilingRoundState | null,
    page: PageArgs,
  ): Promise<FilingRoundConnection> {
    const { db, viewer } = this.scope;
    authorise(viewer, "filingRound.read");
    authorise(viewer, "filingRound.read", { areaCode: await areaOfCommittee(db, committeeId) });
    return this.pagesOf(state ?? "EVERY").load(committeeId, page);
  }

  /** The rounds of a committee that was read; null for whoever may not see them. */
  async ofCommittee(
    { id, areaCode }: { id: string; areaCode: string },
    state: FilingRoundState | null,
    page: PageArgs,
  ): Promise<FilingRoundConnection | null> {
    if (!may(this.scope.viewer, "filingRound.read", { areaCode })) return null;
    return this.pagesOf(state ?? "EVERY").load(id, page);
  }

  /** The open round that began last; null without one, and for whoever may not see it. */
  async current({ id, areaCode }: { id: string; areaCode: string }): Promise<FilingRoundView | null> {
    if (!may(this.scope.viewer, "filingRound.read", { areaCode })) return null;
    const { nodes } = await this.pagesOf("CURRENT").load(id, { first: 1 });
    return nodes[0] ?? null;
  }

  async open(input: OpenFilingRoundInput): Promise<OpenFilingRoundSuccess> {
    const { db, viewer } = this.scope;
    authorise(viewer, "filingRound.manage");
    return asViewer(db, viewer, async (tx) => {
      const { committeeId, lists, opensOn, dueOn, unitIds: given = null, idempotencyKey: key } = input;
      const areaCode = await areaOfCommittee(tx, committeeId);
      authorise(viewer, "filingRound.manage", { areaCode });
      if (dueOn < opensOn) throw badInput("期限 dueOn 不能早于首日 opensOn。");

      const name = input.name.trim();
      const asked = [committeeId, name, [...lists].sort(), opensOn, dueOn, given?.toSorted() ?? null];
      const request = { operation: "openFilingRound", key, input: asked };
      const { id } = await once(tx, this.scope, request, async () => {
        const unitIds = await obligedUnits(tx, committeeId, given);
        const round = { committeeId, areaCode, name, lists, opensOn, dueOn, unitIds };
        const opened = await insertRound(tx, this.scope, round);
        if (opened !== null) return { id: opened };
        throw new Rejection(new FilingRoundExists(await readRound(tx, { committeeId, name })));
      });
      return new OpenFilingRoundSuccess(await readRound(tx, { id }));
    });
  }

  async close({ roundId }: CloseFilingRoundInput): Promise<CloseFilingRoundSuccess> {
    const { db, viewer, clock } = this.scope;
    authorise(viewer, "filingRound.manage");
    return asViewer(db, viewer, async (tx) => {
      const closedAt = await lockRound(tx, viewer, roundId);
      if (closedAt) throw new Rejection(new FilingRoundClosed(await readRound(tx, { id: roundId })));

      await tx.query(`update filing_round set closed_at = $2 where id = $1`, [
        roundId,
        clock.now().toISOString(),
      ]);
      return new CloseFilingRoundSuccess(await readRound(tx, { id: roundId }));
    });
  }

  /** Whole days from today to the due date; negative when that is past. */
  daysUntil(dueOn: string): number {
    return Math.round((Date.parse(dueOn) - Date.parse(this.scope.clock.today())) / DAY_MS);
  }

  private pagesOf(which: WhichRounds): FilingRoundPages {
    const { db, viewer, clock } = this.scope;
    const known = this.pages.get(which);
    if (known) return known;
    const pages = createRoundsLoader(queriesOf(db, viewer), which, clock.today());
    this.pages.set(which, pages);
    return pages;
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;
