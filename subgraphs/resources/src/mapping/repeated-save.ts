import type { Clock } from "@gongjian/shared/clock";
import { Rejection } from "@gongjian/shared/user-error";
import type { Viewer } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { ListMappingKeyConflict } from "./list-mapping.type.ts";

interface KeyedSave {
  readonly viewer: Viewer;
  readonly clock: Clock;
  readonly key: string;
  /** Of everything that was asked for. */
  readonly hash: string;
}

/**
 * Whether this very save was made before; if not, its key is taken until the transaction ends and kept with
 * the keys of uploads. A save that was repeated late must not undo what was said since.
 *
 * @throws Rejection of ListMappingKeyConflict
 */
export async function isRepeat(tx: EntityManager, { viewer, clock, key, hash }: KeyedSave): Promise<boolean> {
  const taken = await tx.query<object[]>(
    `insert into import_request (actor, key, input_hash, report, created_at) values ($1, $2, $3, 'null', $4)
     on conflict (actor, key) do nothing returning key`,
    [viewer.subject, key, hash, clock.now()],
  );
  if (taken.length > 0) return false;
  const [known] = await tx.query<{ input_hash: string }[]>(
    `select input_hash from import_request where actor = $1 and key = $2`,
    [viewer.subject, key],
  );
  if (known?.input_hash !== hash) throw new Rejection(new ListMappingKeyConflict());
  return true;
}
