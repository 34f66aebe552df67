import { Directive, ObjectType } from "type-graphql";
import {
  Column,
  Entity,
  Index,
  PrimaryColumn,
  type DataSource,
  type EntityManager,
  type QueryRunner,
} from "typeorm";
import { asSystem } from "./database/viewer-transaction.ts";
import { sha256 } from "./signature.ts";
import type { RequestScope } from "./subgraph/define-subgraph.ts";
import { Rejection, UserError } from "./user-error.ts";

/** A request that was done, so that sending it again changes nothing and gets the same answer. */
@Entity("request_key")
@Index("request_key_created_at_idx", ["createdAt"])
export class RequestKeyRow {
  @PrimaryColumn("text", { primaryKeyConstraintName: "request_key_pkey" })
  actor!: string;

  @PrimaryColumn("text", { primaryKeyConstraintName: "request_key_pkey" })
  key!: string;

  @Column("text", { name: "input_hash" })
  inputHash!: string;

  @Column("jsonb", { nullable: true })
  answer!: object | null;

  @Column("timestamptz", { name: "created_at" })
  createdAt!: Date;
}

/** For the migration of a subgraph whose mutations take idempotency keys. */
export async function createRequestKeyTable(db: QueryRunner): Promise<void> {
  await db.query(`
    create table request_key (
      actor text not null,
      key text not null,
      input_hash text not null,
      answer jsonb,
      created_at timestamptz not null,
      constraint request_key_pkey primary key (actor, key)
    );
    create index request_key_created_at_idx on request_key (created_at);
    alter table request_key enable row level security;
    create policy request_key_own on request_key
      using (coalesce(current_setting('gongjian.system', true) = 'on'
        or actor = current_setting('gongjian.subject', true), false));
  `);
}

export async function dropRequestKeyTable(db: QueryRunner): Promise<void> {
  await db.query(`drop table request_key`);
}

@Directive("@shareable")
@ObjectType({
  implements: UserError,
  description: "这个幂等键用过，内容不同。The key was used with another input.",
})
export class RequestKeyReused extends UserError {
  constructor() {
    super("IDEMPOTENCY_CONFLICT", "这个幂等键已用于别的内容，换了内容请换一个新的键。");
  }
}

interface KeyedRequest {
  readonly operation: string;
  readonly key: string;
  /** What was asked, in an order that does not depend on the sender. */
  readonly input: readonly unknown[];
}

/** For how long a repeated request gets the answer of the first. */
const KEY_DAYS = 30;

/**
 * Does a caller's request once: with the same key and input again, the first answer comes back. Of two at
 * the same time the second waits for the first.
 *
 * @param work runs in `tx`; what it throws takes the key back with everything else
 * @throws Rejection IDEMPOTENCY_CONFLICT for a key that was used with another input
 */
export async function once<Answer extends object>(
  tx: EntityManager,
  { viewer, clock }: Pick<RequestScope, "viewer" | "clock">,
  { operation, key, input }: KeyedRequest,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const hash = sha256(JSON.stringify([operation, ...input]));
  const taken = await tx.query<object[]>(
    `insert into request_key (actor, key, input_hash, created_at) values ($1, $2, $3, $4)
     on conflict do nothing returning key`,
    [viewer.subject, key, hash, clock.now().toISOString()],
  );
  if (taken.length > 0) {
    const answer = await work();
    await tx.query(`update request_key set answer = $3 where actor = $1 and key = $2`, [
      viewer.subject,
      key,
      JSON.stringify(answer),
    ]);
    return answer;
  }
  const [known] = await tx.query<{ input_hash: string; answer: Answer }[]>(
    `select input_hash, answer from request_key where actor = $1 and key = $2`,
    [viewer.subject, key],
  );
  if (known?.input_hash !== hash) throw new Rejection(new RequestKeyReused());
  return known.answer;
}

/** Forgets the keys of requests that nobody repeats any more. */
export async function pruneRequestKeys(db: DataSource, now: Date): Promise<void> {
  await asSystem(db, (tx) =>
    tx.query(
      `delete from request_key where created_at < $1::timestamptz - make_interval(days => ${KEY_DAYS})`,
      [now.toISOString()],
    ),
  );
}
