import { decodeCursor, paginate, type Connection } from "@gongjian/shared/connection";
import { badInput } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { Judgement } from "./judge.ts";
import type { Judged, MatchLoader } from "./match.loader.ts";
import type { CandidatePageArgs, CandidatesArgs } from "./candidate.type.ts";
import { explainAbsence, type Absence } from "./why-not.ts";

const NOTHING = { judgements: [], policy: null } as const;

/** What a viewer may see of the judged pairs. */
export class CandidateService {
  private readonly viewer: Viewer;
  private readonly matches: MatchLoader;

  constructor(viewer: Viewer, matches: MatchLoader) {
    this.viewer = viewer;
    this.matches = matches;
  }

  async forNeed(needId: string, args: CandidatesArgs): Promise<Connection<Judgement>> {
    authorise(this.viewer, "candidate.read");
    const judged = (await this.matches.forNeed.load(needId)) ?? NOTHING;
    const shown = judged.judgements.filter((row) => isShown(row, judged));
    const rest = args.includeFailed ? judged.judgements.filter((row) => !isShown(row, judged)) : [];
    return page([...shown, ...rest], args, (row) => row.supply.id);
  }

  async forSupply(supplyId: string, args: CandidatePageArgs): Promise<Connection<Judgement>> {
    authorise(this.viewer, "candidate.read");
    const judged = (await this.matches.forSupply.load(supplyId)) ?? NOTHING;
    const shown = judged.judgements.filter((row) => isShown(row, judged));
    return page(shown, args, (row) => row.need.id);
  }

  async whyNot(needId: string): Promise<Absence[]> {
    authorise(this.viewer, "candidate.read");
    const judged = await this.matches.forNeed.load(needId);
    return judged === null ? [] : explainAbsence(judged.judgements, judged.policy);
  }
}

function isShown(
  row: Judgement,
  { policy }: Pick<Judged, "judgements"> & { policy: Judged["policy"] | null },
): boolean {
  return policy !== null && row.passed && row.score >= policy.minScore;
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
