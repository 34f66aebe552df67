import type { EntityManager } from "typeorm";
import type { NamedCommitment } from "./project.row.ts";
import { BROUGHT_TO_NEED, TAKEN_OF_RESOURCE } from "./residual.sql.ts";

/** A project as it is about to be written, as far as promises go. */
export interface ProjectPlan {
  /** The stored project; null for a new one. */
  readonly projectId: string | null;
  readonly progress: "PLANNED" | "ONGOING" | "AT_RISK" | "DONE" | "STOPPED";
  readonly commitments: readonly NamedCommitment[];
}

/** What cannot be promised, and how much could be. */
export interface Overcommitment {
  readonly of: "RESOURCE" | "NEED";
  readonly id: string;
  readonly title: string;
  readonly number: string | null;
  readonly measure: string | null;
  readonly asked: number;
  readonly left: number;
}

interface Account {
  readonly id: string;
  readonly title: string;
  readonly number: string | null;
  readonly measure: string | null;
  /** Null: the row states no quantity, so that it cannot run out. */
  left: number | null;
}

type Amounts = ReadonlyMap<string, number>;

/**
 * What is left of the resources and needs that some projects name, and what the stored ones among these
 * already hold. Projects are entered one after the other; whoever opens the book keeps others from writing
 * promises of the same units until the transaction ends.
 */
export class CommitmentBook {
  private constructor(
    private readonly resources: ReadonlyMap<string, Account>,
    private readonly needs: ReadonlyMap<string, Account>,
    private readonly held: Map<string, { resources: Amounts; needs: Amounts }>,
  ) {}

  /** @param served needs that the plans serve without a promise: they too must not be merged meanwhile */
  static async open(
    tx: EntityManager,
    plans: readonly ProjectPlan[],
    served: readonly string[] = [],
  ): Promise<CommitmentBook> {
    const named = plans.flatMap(({ commitments }) => commitments);
    const resourceIds = [...new Set(named.map(({ resourceId }) => resourceId))];
    const needIds = [...new Set(named.flatMap(({ needId }) => needId ?? []))];
    await lockUnits(tx, resourceIds, [...new Set([...needIds, ...served])]);
    const resources = await readAccounts(tx, RESOURCE_ACCOUNTS, resourceIds);
    const needs = await readAccounts(tx, NEED_ACCOUNTS, needIds);
    const book = new CommitmentBook(resources, needs, new Map());
    await book.#readHeld(
      tx,
      plans.flatMap(({ projectId }) => projectId ?? []),
    );
    return book;
  }

  /** Takes the plan's promises in, or says which one does not fit and takes none. */
  enter(plan: ProjectPlan): Overcommitment | null {
    const held = this.held.get(plan.projectId ?? "") ?? { resources: NOTHING, needs: NOTHING };
    const asked = this.#askedBy(plan);
    const over =
      lacking("RESOURCE", this.resources, asked.resources, held.resources) ??
      lacking("NEED", this.needs, asked.needs, held.needs);
    if (over !== null) return over;
    move(this.resources, asked.resources, held.resources);
    move(this.needs, asked.needs, held.needs);
    if (plan.projectId !== null) this.held.set(plan.projectId, asked);
    return null;
  }

  #askedBy({ progress, commitments }: ProjectPlan): { resources: Amounts; needs: Amounts } {
    const { takes, serves } = ofProgress(progress);
    return {
      resources: takes ? sumBy("resourceId", commitments) : NOTHING,
      needs: serves ? sumBy("needId", this.#countingForNeeds(commitments)) : NOTHING,
    };
  }

  /** A promise in another measure than the need's serves it without counting towards its number. */
  #countingForNeeds(commitments: readonly NamedCommitment[]): NamedCommitment[] {
    return commitments.filter(({ resourceId, needId }) => {
      const offered = this.resources.get(resourceId)?.measure ?? null;
      const asked = this.needs.get(needId ?? "")?.measure ?? null;
      return offered === null || asked === null || offered === asked;
    });
  }

  async #readHeld(tx: EntityManager, projectIds: readonly string[]): Promise<void> {
    if (projectIds.length === 0) return;
    const rows = await tx.query<HeldRow[]>(
      `select c.project_id as "projectId", c.resource_id as "resourceId", c.need_id as "needId", c.quantity,
         p.progress, coalesce(r.unit_of_measure = n.unit_of_measure, true) as "countsForNeed"
       from project_commitment c join project p on p.id = c.project_id
       join resource r on r.id = c.resource_id left join need n on n.id = c.need_id
       where p.id = any($1) and p.state = 'PUBLISHED'`,
      [projectIds],
    );
    for (const id of new Set(rows.map(({ projectId }) => projectId))) {
      const own = rows.filter(({ projectId }) => projectId === id);
      const { takes, serves } = ofProgress(own[0]?.progress ?? "STOPPED");
      const counting = own.filter(({ countsForNeed }) => countsForNeed);
      this.held.set(id, {
        resources: takes ? sumBy("resourceId", own) : NOTHING,
        needs: serves ? sumBy("needId", counting) : NOTHING,
      });
    }
  }
}

interface HeldRow extends NamedCommitment {
  readonly projectId: string;
  readonly progress: ProjectPlan["progress"];
  readonly countsForNeed: boolean;
}

const NOTHING: Amounts = new Map();

function sumBy(by: "resourceId" | "needId", commitments: readonly NamedCommitment[]): Amounts {
  const amounts = new Map<string, number>();
  for (const { [by]: id, quantity } of commitments) {
    if (id !== null && quantity !== null) amounts.set(id, (amounts.get(id) ?? 0) + quantity);
  }
  return amounts;
}

function ofProgress(progress: ProjectPlan["progress"]): { takes: boolean; serves: boolean } {
  return { takes: progress !== "DONE" && progress !== "STOPPED", serves: progress !== "STOPPED" };
}

function lacking(
  of: Overcommitment["of"],
  accounts: ReadonlyMap<string, Account>,
  asked: Amounts,
  held: Amounts,
): Overcommitment | null {
  for (const [id, quantity] of asked) {
    const account = accounts.get(id);
    if (account?.left === undefined || account.left === null) continue;
    const left = account.left + (held.get(id) ?? 0);
    if (quantity > left) return { ...account, of, asked: quantity, left: Math.max(0, left) };
  }
  return null;
}

function move(accounts: ReadonlyMap<string, Account>, asked: Amounts, held: Amounts): void {
  for (const id of new Set([...asked.keys(), ...held.keys()])) {
    const account = accounts.get(id);
    if (account === undefined || account.left === null) continue;
    account.left += (held.get(id) ?? 0) - (asked.get(id) ?? 0);
  }
}

/** Always in the same order, so that two who want the same units do not wait for each other. */
async function lockUnits(
  tx: EntityManager,
  resourceIds: readonly string[],
  needIds: readonly string[],
): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended('commitments:' || unit_id, 0)) from (
       select unit_id from resource where id = any($1) union select unit_id from need where id = any($2)
       order by unit_id
     ) as owner`,
    [resourceIds, needIds],
  );
}

const RESOURCE_ACCOUNTS = `
  select r.id, r.title, r.external_id as number, r.unit_of_measure as measure,
    r.quantity - (${TAKEN_OF_RESOURCE}) as left
  from resource r where r.id = any($1)`;

const NEED_ACCOUNTS = `
  select n.id, n.title, n.external_id as number, n.unit_of_measure as measure,
    n.quantity - (${BROUGHT_TO_NEED}) as left
  from need n where n.id = any($1)`;

async function readAccounts(
  tx: EntityManager,
  sql: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Account>> {
  if (ids.length === 0) return new Map();
  const accounts = await tx.query<Account[]>(sql, [ids]);
  return new Map(accounts.map((account) => [account.id, account]));
}
