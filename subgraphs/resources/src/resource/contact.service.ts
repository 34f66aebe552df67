import type { Clock } from "@gongjian/shared/clock";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput, notFound } from "@gongjian/shared/errors";
import { newId } from "@gongjian/shared/id";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import { isVisible } from "../lists/list-query.ts";
import { ContactMissing, RevealContactSuccess, type RevealContactInput } from "./contact.type.ts";

interface PlaceRow {
  readonly state: string;
  readonly unitId: string;
  readonly unitAreaCode: string;
}

interface ContactRow {
  readonly contact: string | null;
  readonly phone: string | null;
}

/** A line of one of the lists. Its tables are named by `list`, never by a caller's text. */
interface Line {
  readonly list: "resource" | "need";
  readonly id: string;
}

const NAMES = { resource: "这条资源", need: "这条需求" } as const;

/** The one path on which a raw contact leaves the database, and it leaves an entry behind. */
export class ContactService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  async reveal(input: RevealContactInput): Promise<RevealContactSuccess> {
    authorise(this.viewer, "contact.reveal");
    const line = lineOf(input);
    return asViewer(this.db, this.viewer, async (tx) => {
      const [place] = await tx.query<PlaceRow[]>(
        `select r.state, r.unit_id as "unitId", u.area_code as "unitAreaCode"
         from ${line.list} r join unit u on u.id = r.unit_id where r.id = $1`,
        [line.id],
      );
      if (!place || !isVisible(this.viewer, place)) throw notFound(NAMES[line.list]);
      authorise(this.viewer, "contact.reveal", { unitId: place.unitId, areaCode: place.unitAreaCode });

      const [contact] = await tx.query<ContactRow[]>(
        `select contact, phone from ${line.list}_contact where ${line.list}_id = $1`,
        [line.id],
      );
      if (!contact || (contact.contact === null && contact.phone === null)) {
        throw new Rejection(new ContactMissing());
      }
      await this.#record(tx, line, input.reason.trim());
      return new RevealContactSuccess(contact.contact, contact.phone);
    });
  }

  async #record(tx: EntityManager, { list, id }: Line, reason: string): Promise<void> {
    const { subject, role, unitId, areaCode } = this.viewer;
    await tx.query(
      `insert into contact_access
         (id, ${list}_id, subject, role, viewer_unit_id, viewer_area_code, reason, accessed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [newId(), id, subject, role, unitId, areaCode, reason, this.clock.now()],
    );
  }
}

/** @throws BAD_USER_INPUT unless exactly one line is named */
function lineOf({ resourceId, needId }: RevealContactInput): Line {
  const lines: Line[] = [];
  if (typeof resourceId === "string") lines.push({ list: "resource", id: resourceId });
  if (typeof needId === "string") lines.push({ list: "need", id: needId });
  const [line] = lines;
  if (line === undefined || lines.length > 1) throw badInput("resourceId 和 needId 请恰填其一。");
  return line;
}
