import { decodeCursor, paginate, type Connection } from "@gongjian/shared/connection";
import { badInput } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { Judgement } from "./judge.ts";
import type { Judged, JudgedNeed, MatchLoader } from "./match.loader.ts";
import type { CandidatePageArgs, CandidatesArgs } from "./candidate.type.ts";
import { bundlesFor, type Bundle } from "./bundles.ts";
import { meaningOf } from "./need-meaning.ts";
import type { NeedMeaning } from "./need-meaning.type.ts";
import { explainAbsence, isNear, isShown, type Absence } from "./why-not.ts";

/** Judged pairs, with the policy they were judged under; null for a row that is not there. */
export type CandidatePage = Connection<Judgement> & { readonly policyVersion: number | null };

/** What a viewer may see of the judged pairs. */
export class CandidateService {
  private readonly viewer: Viewer;
  private readonly matches: MatchLoader;

  constructor(viewer: Viewer, matches: MatchLoader) {
    this.viewer = viewer;
    this.matches = matches;
  }

  async forNeed(needId: string, args: CandidatesArgs): Promise<CandidatePage> {
    const judged = await this.judgedNeed(needId);
    const [shown, rest] = parted(judged);
    const rows = args.includeFailed ? [...shown, ...rest] : shown;
    return { ...page(rows, args, (row) => row.supply.id), policyVersion: judged?.policy.version ?? null };
  }

  async forSupply(supplyId: string, args: CandidatePageArgs): Promise<CandidatePage> {
    authorise(this.viewer, "candidate.read");
    const judged = await this.matches.forSupply.load(supplyId);
    const [shown] = parted(judged);
    return { ...page(shown, args, (row) => row.need.id), policyVersion: judged?.policy.version ?? null };
  }

  async whyNot(needId: string): Promise<Absence[]> {
    const judged = await this.judgedNeed(needId);
    return judged === null ? [] : explainAbsence(judged.judgements, judged.policy);
  }

  /** The most alike first. */
  async nearby(needId: string, first: number): Promise<Judgement[]> {
    const judged = await this.judgedNeed(needId);
    if (judged === null) return [];
    const near = judged.judgements.filter((row) => isNear(row, judged.policy));
    return near.sort((a, b) => b.fits.likeness - a.fits.likeness || b.score - a.score).slice(0, first);
  }

  async bundles(needId: string): Promise<Bundle[]> {
    const judged = await this.judgedNeed(needId);
    return judged === null ? [] : bundlesFor(judged.judgements, judged.policy);
  }

  async meaning(needId: string): Promise<NeedMeaning | null> {
    const judged = await this.judgedNeed(needId);
    return judged === null ? null : meaningOf(judged.need);
  }

  private judgedNeed(needId: string): Promise<JudgedNeed | null> {
    authorise(this.viewer, "candidate.read");
    return this.matches.forNeed.load(needId);
  }
}

/** What is shown as a candidate, and the rest, both best score first. */
function parted(judged: Judged | null): [Judgement[], Judgement[]] {
  if (judged === null) return [[], []];
  const { judgements, policy } = judged;
  return [
    judgements.filter((row) => isShown(row, policy)),
    judgements.filter((row) => !isShown(row, policy)),
  ];
}

/** A cursor is the id of the last row seen; the list is computed anew for each page, in the same order. */
function page(
  rows: readonly Judgement[],
  { first, after }: CandidatePageArgs,
  idOf: (row: Judgement) => string,
): Connection<Judgement> {
  const last = decodeCursor(after, isId);
  const start = last === null ? 0 : rows.findIndex((row) => idOf(row) === last) + 1;
  if (last !== null && start === 0) throw badInput("游标 after 已失效，请从第一页重新读取。");
  return paginate(rows.slice(start, start + first + 1), first, idOf);
}
