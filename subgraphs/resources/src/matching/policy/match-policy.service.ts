import type { Clock } from "@gongjian/shared/clock";
import type { Connection, PageArgs } from "@gongjian/shared/connection";
import { isKnownArea } from "@gongjian/shared/database/known-area";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput, notFound } from "@gongjian/shared/errors";
import { maskPersonalNumbers } from "@gongjian/shared/import/values/personal-numbers";
import { once } from "@gongjian/shared/request-key";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import {
  MatchPolicyAlreadyWithdrawn,
  MatchPolicyBackdated,
  MatchPolicyInForce,
  MatchWeightsNotOne,
  SetMatchPolicySuccess,
  UnknownPolicyCounty,
  WithdrawMatchPolicySuccess,
  type SetMatchPolicyInput,
  type WithdrawMatchPolicyInput,
} from "./policy-changes.type.ts";
import { addUp, LAST_BUILT_IN_VERSION, PART_NAMES, sumOf } from "./policy.ts";
import { createPoliciesLoader } from "./policy.loader.ts";
import { POLICY_OF_VERSION, POLICY_ON, type MatchPolicyView } from "./policy.sql.ts";
import type { PreviewMatchPolicyInput } from "./policy-preview.type.ts";
import { previewPolicy, type PolicyPreview } from "./preview-policy.ts";

/** How candidates are scored: what holds, what held, and what a county's committee decides. */
export class MatchPolicyService {
  private readonly db: DataSource;
  private readonly viewer: Viewer;
  private readonly clock: Clock;

  constructor(db: DataSource, viewer: Viewer, clock: Clock) {
    this.db = db;
    this.viewer = viewer;
    this.clock = clock;
  }

  /** Null before the first one, and where no such area is known. @param on YYYY-MM-DD; default today */
  async inForce(areaCode: string, on: string | null): Promise<MatchPolicyView | null> {
    authorise(this.viewer, "candidate.read");
    const county = countyOf(areaCode);
    if (!(await isKnownArea(this.db.manager, county))) return null;
    const [policy] = await this.db.query<MatchPolicyView[]>(POLICY_ON, [county, on ?? this.clock.today()]);
    return policy ?? null;
  }

  async list(areaCode: string, page: PageArgs): Promise<Connection<MatchPolicyView>> {
    authorise(this.viewer, "candidate.read");
    return createPoliciesLoader(this.db).load(countyOf(areaCode), page);
  }

  /** Adds a version; whatever was decided before stays as it is. */
  async set(input: SetMatchPolicyInput): Promise<SetMatchPolicySuccess> {
    const { viewer, clock } = this;
    const { idempotencyKey: key, areaCode, weights, minScore, effectiveFrom, reason } = input;
    authorise(viewer, "matchPolicy.set", { areaCode });
    if (!addUp(weights)) throw new Rejection(new MatchWeightsNotOne(sumOf(weights)));
    const asked = [areaCode, PART_NAMES.map((name) => weights[name]), minScore, effectiveFrom, reason];
    return asViewer(this.db, viewer, async (tx) => {
      const { version } = await once(
        tx,
        { viewer, clock },
        { operation: "setMatchPolicy", key, input: asked },
        async () => ({ version: await this.#insert(tx, input) }),
      );
      return new SetMatchPolicySuccess(await read(tx, areaCode, version));
    });
  }

  async withdraw(input: WithdrawMatchPolicyInput): Promise<WithdrawMatchPolicySuccess> {
    const { viewer, clock } = this;
    const { areaCode, version, idempotencyKey: key } = input;
    authorise(viewer, "matchPolicy.set", { areaCode });
    return asViewer(this.db, viewer, async (tx) => {
      await once(
        tx,
        { viewer, clock },
        { operation: "withdrawMatchPolicy", key, input: [areaCode, version] },
        () => this.#withdraw(tx, areaCode, version),
      );
      return new WithdrawMatchPolicySuccess(await read(tx, areaCode, version));
    });
  }

  /** What a policy would change, tried on needs of the county; nothing is written. */
  async preview(input: PreviewMatchPolicyInput): Promise<PolicyPreview> {
    const { areaCode, weights } = input;
    authorise(this.viewer, "matchPolicy.preview", { areaCode });
    if (!addUp(weights)) throw new Rejection(new MatchWeightsNotOne(sumOf(weights)));
    if (!(await isKnownArea(this.db.manager, areaCode))) {
      throw new Rejection(new UnknownPolicyCounty(areaCode));
    }
    return previewPolicy(this.db, this.clock, input);
  }

  async #insert(tx: EntityManager, input: SetMatchPolicyInput): Promise<number> {
    const { areaCode, weights, minScore, effectiveFrom, reason } = input;
    const today = this.clock.today();
    if (effectiveFrom < today) throw new Rejection(new MatchPolicyBackdated(today));
    if (!(await isKnownArea(tx, areaCode))) throw new Rejection(new UnknownPolicyCounty(areaCode));
    await lockCounty(tx, areaCode);
    const [inserted] = await tx.query<{ version: number }[]>(
      `insert into match_policy
         (county_code, version, weights, min_score, effective_from, reason, set_at, set_by, set_by_role)
       select $1, 1 + coalesce(max(version), ${LAST_BUILT_IN_VERSION}), $2, $3, $4, $5, $6, $7, $8
       from match_policy where county_code = $1
       returning version`,
      [
        areaCode,
        JSON.stringify(Object.fromEntries(PART_NAMES.map((name) => [name, weights[name]]))),
        minScore,
        effectiveFrom,
        maskPersonalNumbers(reason.trim()),
        this.clock.now().toISOString(),
        this.viewer.subject,
        this.viewer.role,
      ],
    );
    if (inserted === undefined) throw new Error(`no policy of ${areaCode} was inserted`);
    return inserted.version;
  }

  async #withdraw(tx: EntityManager, areaCode: string, version: number): Promise<object> {
    await lockCounty(tx, areaCode);
    const { withdrawnAt, effectiveFrom } = await read(tx, areaCode, version);
    if (withdrawnAt !== null) throw new Rejection(new MatchPolicyAlreadyWithdrawn());
    if (effectiveFrom <= this.clock.today()) throw new Rejection(new MatchPolicyInForce(effectiveFrom));
    await tx.query(
      `update match_policy set withdrawn_at = $3, withdrawn_by = $4, withdrawn_by_role = $5
       where county_code = $1 and version = $2`,
      [areaCode, version, this.clock.now().toISOString(), this.viewer.subject, this.viewer.role],
    );
    return {};
  }
}

/** A county's decisions are taken one after the other, so that versions follow each other. */
async function lockCounty(tx: EntityManager, county: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('match policy of ' || $1::text, 0))`, [
    county,
  ]);
}

/** @throws NOT_FOUND */
async function read(tx: EntityManager, county: string, version: number): Promise<MatchPolicyView> {
  const [policy] = await tx.query<MatchPolicyView[]>(POLICY_OF_VERSION, [county, version]);
  if (policy === undefined) throw notFound("这个版本的匹配政策");
  return policy;
}

/** @throws BAD_USER_INPUT */
function countyOf(areaCode: string): string {
  if (!/^\d{6,18}$/.test(areaCode)) throw badInput("areaCode 应为区划代码，6 到 18 位数字。");
  return areaCode.slice(0, 6);
}
