import type { Clock } from "@gongjian/shared/clock";
import { decodeCursor, paginate, type Connection, type PageArgs } from "@gongjian/shared/connection";
import { badInput } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource } from "typeorm";
import { committeeKey } from "../committee/committee.loader.ts";
import type { CommitteeStub } from "../committee/committee.stub.ts";
import type { WhyNotCode } from "../matching/why-not.ts";
import { byReason, foremost, type UnmetReasonView } from "./by-reason.ts";
import { likelyUnits, type LikelyUnit } from "./likely-units.ts";
import type { UnmetNeedView } from "./reasons-of-need.ts";
import { surveysOf } from "./surveys.ts";
import type { UnmetNeeds } from "./unmet.type.ts";

/** The gateway waits three seconds for an answer. */
const PATIENCE_MS = 2_000;

/** Reasons against which another unit's list may help. */
const TO_BE_ASKED_FOR: ReadonlySet<WhyNotCode> = new Set(["NO_SUPPLY_IN_CATEGORY", "NEAR_CATEGORY_ONLY"]);

export interface UnmetNeedsView extends UnmetNeeds {
  readonly unmet: readonly UnmetNeedView[];
  readonly byReason: readonly UnmetReasonView[];
}

/** What committees learn of needs that nobody can meet. */
export class UnmetService {
  private readonly db: DataSource;
  private readonly viewer: Viewer;
  private readonly clock: Clock;

  constructor(db: DataSource, viewer: Viewer, clock: Clock) {
    this.db = db;
    this.viewer = viewer;
    this.clock = clock;
  }

  /** Null where the committee's area is not known. */
  async ofCommittee(committee: CommitteeStub): Promise<UnmetNeedsView | null> {
    authorise(this.viewer, "candidate.read");
    const county = committee.area?.code.slice(0, 6) ?? "";
    if (county === "") return null;
    const survey = await surveysOf(this.db).of(committeeKey(committee), county, this.clock, PATIENCE_MS);
    const { findings } = survey;
    return { ...findings, byReason: byReason(findings) };
  }

  /** @param code null: of every reason */
  needs({ unmet }: UnmetNeedsView, code: WhyNotCode | null, args: PageArgs): Connection<UnmetNeedView> {
    const needs = code === null ? unmet : unmet.filter((need) => foremost(need) === code);
    const last = decodeCursor(args.after, isId);
    const start = last === null ? 0 : needs.findIndex(({ needId }) => needId === last) + 1;
    if (last !== null && start === 0) throw badInput("游标 after 已失效，请从第一页重新读取。");
    return paginate(needs.slice(start, start + args.first + 1), args.first, ({ needId }) => needId);
  }

  /** Empty for reasons that no other unit can remove. */
  async suggestedUnits({ code, needIds }: UnmetReasonView): Promise<LikelyUnit[]> {
    return TO_BE_ASKED_FOR.has(code) ? likelyUnits(this.db, needIds) : [];
  }
}
