import type { Clock } from "@gongjian/shared/clock";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { notFound } from "@gongjian/shared/errors";
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

/** The one path on which a raw contact leaves the database, and it leaves an entry behind. */
export class ContactService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  async reveal({ resourceId, reason }: RevealContactInput): Promise<RevealContactSuccess> {
    authorise(this.viewer, "contact.reveal");
    return asViewer(this.db, this.viewer, async (tx) => {
      const [place] = await tx.query<PlaceRow[]>(
        `select r.state, r.unit_id as "unitId", u.area_code as "unitAreaCode"
         from resource r join unit u on u.id = r.unit_id where r.id = $1`,
        [resourceId],
      );
      if (!place || !isVisible(this.viewer, place)) throw notFound("这条资源");
      authorise(this.viewer, "contact.reveal", { unitId: place.unitId, areaCode: place.unitAreaCode });

      const [contact] = await tx.query<ContactRow[]>(
        `select contact, phone from resource_contact where resource_id = $1`,
        [resourceId],
      );
      if (!contact || (contact.contact === null && contact.phone === null)) {
        throw new Rejection(new ContactMissing());
      }
      await this.#record(tx, resourceId, reason.trim());
      return new RevealContactSuccess(contact.contact, contact.phone);
    });
  }

  async #record(tx: EntityManager, resourceId: string, reason: string): Promise<void> {
    const { subject, role, unitId, areaCode } = this.viewer;
    await tx.query(
      `insert into contact_access
         (id, resource_id, subject, role, viewer_unit_id, viewer_area_code, reason, accessed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [newId(), resourceId, subject, role, unitId, areaCode, reason, this.clock.now()],
    );
  }
}
