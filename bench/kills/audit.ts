import { Client } from "pg";
import type { Publisher, SentFile } from "./publisher.ts";
import { versionOf, type VersionedListName } from "./versioned-list.ts";

/** What the database holds after all the kills, against what was acknowledged. */
export interface Findings {
  acknowledged: number;
  /** Acknowledged, but no publication, or its report is not kept, or its list is not what stands. */
  readonly lost: string[];
  /** More than one publication of a file, more than one line of a number, or two reports that differ. */
  readonly twice: string[];
  /** A list that is not wholly one file; counts, revision or match index that do not fit the lines. */
  readonly mixed: string[];
  /** Files that were published by a try whose answer never came: the key kept them from being done again. */
  doneUnanswered: number;
}

type Counts = Readonly<Record<(typeof KINDS)[number], number>>;

interface PublicationRow extends Counts {
  readonly id: string;
  readonly published_at: Date;
  /** As the report says; beside it what the revision holds. */
  readonly counts: Counts;
}

interface LineRow {
  readonly external_id: string | null;
  readonly description: string;
  readonly is_indexed: boolean;
}

/** @param databaseUrl of the subgraph's database, as the superuser, whom row security does not bind */
export async function audit(databaseUrl: string, publishers: readonly Publisher[]): Promise<Findings> {
  const findings: Findings = { acknowledged: 0, lost: [], twice: [], mixed: [], doneUnanswered: 0 };
  const db = new Client({ connectionString: databaseUrl });
  await db.connect();
  try {
    for (const publisher of publishers) {
      for (const file of publisher.sent) await auditFile(db, file, findings);
      await auditList(db, publisher, findings);
    }
  } finally {
    await db.end();
  }
  return findings;
}

async function auditFile(db: Client, file: SentFile, findings: Findings): Promise<void> {
  const [report] = file.reports;
  if (report === undefined) return;
  findings.acknowledged += 1;
  if (new Set(file.reports).size > 1) findings.twice.push(`${file.name}: reports differ`);

  const { rows: requests } = await db.query<{ report: string }>(
    "select report from import_request where key = $1",
    [file.key],
  );
  if (requests.length !== 1 || requests[0]?.report !== report) findings.lost.push(`${file.name}: its report`);

  const { rows } = await db.query<PublicationRow>(PUBLICATIONS, [file.name]);
  const [publication] = rows;
  if (rows.length > 1) findings.twice.push(`${file.name}: ${rows.length} publications`);
  if (publication?.id !== (JSON.parse(report) as { id: string }).id) {
    findings.lost.push(`${file.name}: its publication`);
  } else auditRevision(file, publication, findings);
}

function auditRevision(file: SentFile, publication: PublicationRow, findings: Findings): void {
  const { counts, published_at: publishedAt } = publication;
  if (KINDS.some((kind) => counts[kind] !== publication[kind])) {
    findings.mixed.push(`${file.name}: its revision is not what its report counts`);
  }
  const made = file.tries.findLast(({ at }) => at <= publishedAt.getTime());
  if (made?.isUnknown === true) findings.doneUnanswered += 1;
}

const KINDS = ["new", "changed", "withdrawn"] as const;

const PUBLICATIONS = `
  select p.id, p.published_at, p.counts,
    count(*) filter (where c.kind = 'NEW')::integer as new,
    count(*) filter (where c.kind = 'CHANGED')::integer as changed,
    count(*) filter (where c.kind = 'WITHDRAWN')::integer as withdrawn
  from publication p left join publication_change c on c.publication_id = p.id
  where p.file_name = $1
  group by p.id`;

async function auditList(db: Client, { list, unit, sent }: Publisher, findings: Findings): Promise<void> {
  const place = `${list} of ${unit.id}`;
  const { rows: lines } = await db.query<LineRow>(LINES[list], [unit.id]);
  const last = sent.findLast(({ reports }) => reports.length > 0);
  if (last === undefined) return;

  const versions = new Set(lines.map(({ description }) => versionOf(description)));
  const [version = 0] = versions;
  const file = sent.find((one) => one.version === version);
  if (versions.size !== 1 || lines.length !== file?.rows) {
    findings.mixed.push(`${place}: versions ${[...versions].join(", ")} in ${lines.length} lines`);
  } else if (version < last.version) {
    findings.lost.push(`${place}: stands at ${version}, acknowledged ${last.version}`);
  }
  const numbers = new Set(lines.map((line) => line.external_id));
  if (numbers.size !== lines.length) findings.twice.push(`${place}: ${lines.length - numbers.size} numbers`);
  const missing = lines.filter((line) => !line.is_indexed).length;
  if (missing > 0) findings.mixed.push(`${place}: ${missing} lines are not in the match index`);
}

const LINES: Readonly<Record<VersionedListName, string>> = {
  resources: `
    select r.external_id, r.description, exists (
      select from supply s where s.id = r.id and s.description = r.description and s.state = r.state
        and s.version = r.version and cardinality(s.tokens) > 0) as is_indexed
    from resource r where r.unit_id = $1 and r.state <> 'WITHDRAWN'`,
  needs: `
    select external_id, description, cardinality(tokens) > 0 as is_indexed
    from need where unit_id = $1 and state <> 'WITHDRAWN'`,
};
