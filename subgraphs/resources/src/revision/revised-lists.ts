import type { RevisableList } from "@gongjian/shared/import/revisions/revisable-list";
import type { EntityManager } from "typeorm";
import { NEED_FIELDS } from "../export/need-columns.ts";
import type { LineField } from "../export/line-field.ts";
import { RESOURCE_FIELDS } from "../export/resource-columns.ts";
import { PROJECT_FIELDS } from "../export/project-columns.ts";
import { restoreCommitments } from "../project/restore-commitments.ts";
import { needTokens } from "../matching/understanding/tokens.ts";
import { IDENTITY } from "../publishing/line-table.ts";
import { indexResources } from "../resource/resource-supply.ts";
import { contactsBeside, NEED_CONTACTS, RESOURCE_CONTACTS } from "./contact-revision.ts";

/** A list with the words in which its changes are told. */
export interface RevisedList extends RevisableList {
  readonly fields: readonly LineField[];
}

/** Columns that lines of both lists have and that no sender sees. */
const KEYS = ["unit_id", "title_key", "content_key"];

const MASKS = ["contact_masked", "phone_masked"];

/** A line without number is found by its content; this text is nobody's. */
const GIVE_WAY = "external_id = null, content_key = 'gave way ' || t.id";

/** The cells as sent last are not those that stand now: the line is read again when it comes again. */
const FORGET_SOURCE = "source_hash = null";

const resources: RevisedList = {
  name: "resources",
  table: "resource",
  fields: RESOURCE_FIELDS,
  columns: [...KEYS, ...RESOURCE_FIELDS.map(({ column }) => column), ...MASKS],
  derived: MASKS,
  identity: IDENTITY,
  giveWay: GIVE_WAY,
  restore: FORGET_SOURCE,
  beside: contactsBeside(RESOURCE_CONTACTS),
  refresh: indexResources,
};

const needs: RevisedList = {
  name: "needs",
  table: "need",
  fields: NEED_FIELDS,
  columns: [...KEYS, ...NEED_FIELDS.map(({ column }) => column), ...MASKS],
  derived: [...MASKS, "tokens"],
  identity: IDENTITY,
  giveWay: GIVE_WAY,
  restore: `${FORGET_SOURCE}, confirmed_on = null`,
  beside: contactsBeside(NEED_CONTACTS),
  refresh: segmentNeeds,
};

/** Who answers for a project stays who it is now: no history of it is kept. */
const projects: RevisedList = {
  name: "projects",
  table: "project",
  fields: PROJECT_FIELDS,
  columns: [...KEYS, ...PROJECT_FIELDS.map(({ column }) => column), "contact_masked"],
  derived: ["contact_masked"],
  identity: IDENTITY,
  giveWay: GIVE_WAY,
  refresh: restoreCommitments,
};

/** The lists of this subgraph whose publications can be read, compared and taken back, by name. */
export const revisedLists: ReadonlyMap<string, RevisedList> = new Map(
  [resources, needs, projects].map((list) => [list.name, list]),
);

const ROWS_PER_STATEMENT = 500;

/** The words by which needs are matched follow from their text. */
async function segmentNeeds(tx: EntityManager, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += ROWS_PER_STATEMENT) {
    const rows = await tx.query<{ id: string; title: string; description: string }[]>(
      `select id, title, description from need where id = any($1) and state <> 'WITHDRAWN'`,
      [ids.slice(start, start + ROWS_PER_STATEMENT)],
    );
    const segmented = rows.map(({ id, title, description }) => ({
      id,
      tokens: needTokens(`${title}\n${description}`),
    }));
    await tx.query(
      `update need set tokens = s.tokens from jsonb_to_recordset($1) as s (id uuid, tokens text[])
       where need.id = s.id`,
      [JSON.stringify(segmented)],
    );
  }
}
