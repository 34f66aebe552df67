import { asSystem } from "@gongjian/shared/database/viewer-transaction";
import { requestWork } from "@gongjian/shared/events/work";
import type { DataSource } from "typeorm";
import { lexiconVersion } from "../understanding/lexicon.ts";
import { isUpToDate } from "./lexicon-state.ts";

/** The name under which the job is asked for. */
export const RELEARN_TOKENS = "relearnTokens";

/**
 * Asks for all texts to be read anew where the lexicon has changed since they were, or where a reading was cut off.
 * For the start of the process, and once a day for what went wrong. Asking twice does the work once.
 */
export async function requestRelearning(db: DataSource): Promise<void> {
  const version = lexiconVersion();
  await asSystem(db, async (tx) => {
    if (await isUpToDate(tx, version)) return;
    await requestWork(tx, { work: RELEARN_TOKENS, payload: { version } });
  });
}
