import { isKnownArea } from "@gongjian/shared/database/known-area";
import { idAfter, paginate, type PageArgs } from "@gongjian/shared/connection";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput, notFound } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import { describeUsccFault, normaliseUscc, usccFault } from "@gongjian/shared/uscc";
import { authorise } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { lockRegistry, matchOrganisations, registerOrganisations } from "./organisation-registry.ts";
import { ORGANISATION_COLUMNS, type OrganisationLoader } from "./organisation.loader.ts";
import { OrganisationRow } from "./organisation.row.ts";
import {
  InvalidUscc,
  OrganisationExists,
  RegisterOrganisationSuccess,
  type Organisation,
  type OrganisationConnection,
  type OrganisationFilter,
  type RegisterOrganisationInput,
} from "./organisation.type.ts";

const LIST = `
  select ${ORGANISATION_COLUMNS} from organisation
  where starts_with(area_code, $1)
    and ($2::text is null or kind = $2)
    and ($3 = '' or strpos(lower(name), $3) > 0 or strpos(lower(short_name), $3) > 0)
    and ($4::uuid is null or exists (
      select from seat
      where committee_id = $4 and organisation_id = organisation.id and state = 'SERVING'
    ))
    and ($5::uuid is null or id > $5)
  order by id limit $6
`;

interface Loaders {
  readonly byId: OrganisationLoader;
  readonly byUscc: OrganisationLoader;
}

/** The use cases of the directory of units. */
export class OrganisationService {
  constructor(
    private readonly scope: RequestScope,
    private readonly loaders: Loaders,
  ) {}

  async find(id: string | null, uscc: string | null): Promise<OrganisationRow | null> {
    authorise(this.scope.viewer, "directory.read");
    if (id !== null && uscc === null) return this.loaders.byId.load(id);
    if (id === null && uscc !== null) return this.loaders.byUscc.load(storable(normaliseUscc(uscc)));
    throw badInput("请给出 id 或 uscc 其中之一。");
  }

  async list(filter: OrganisationFilter | null, { first, after }: PageArgs): Promise<OrganisationConnection> {
    authorise(this.scope.viewer, "directory.read");
    const { areaCode, kind, text, committeeId } = filter ?? {};
    const cursor = idAfter({ after });
    if (typeof committeeId === "string" && !isId(committeeId)) return paginate<Organisation>([], first, idOf);

    const rows = await this.scope.db.query<OrganisationRow[]>(LIST, [
      areaCode ?? "",
      kind,
      storable(text ?? "")
        .trim()
        .toLowerCase(),
      committeeId,
      cursor,
      first + 1,
    ]);
    return paginate<Organisation>(rows, first, idOf);
  }

  async register(input: RegisterOrganisationInput): Promise<RegisterOrganisationSuccess> {
    authorise(this.scope.viewer, "organisation.register");
    const organisation = { ...withoutBlanks(input), uscc: checkedUscc(input.uscc) };

    return asViewer(this.scope.db, this.scope.viewer, async (tx) => {
      if (!(await isKnownArea(tx, organisation.areaCode))) throw notFound(`区域 ${organisation.areaCode}`);
      await lockRegistry(tx);
      const known = (await matchOrganisations(tx, [organisation])).get(0);
      if (known) throw new Rejection(new OrganisationExists(await readOrganisation(tx, known.id)));

      const [registered] = await registerOrganisations(tx, [organisation]);
      if (!registered) throw new Error("Nothing was registered.");
      return new RegisterOrganisationSuccess(await readOrganisation(tx, registered.id));
    });
  }
}

function checkedUscc(text: string | null | undefined): string | null {
  const uscc = normaliseUscc(text ?? "");
  if (uscc === "") return null;
  const fault = usccFault(uscc);
  if (!fault) return uscc;
  const expected = "expected" in fault ? fault.expected : null;
  throw new Rejection(new InvalidUscc(fault.code, describeUsccFault(fault), expected));
}

function withoutBlanks(input: RegisterOrganisationInput): Omit<RegisterOrganisationInput, "uscc"> & {
  shortName: string | null;
  address: string | null;
  contact: string | null;
  phone: string | null;
} {
  const { name, kind, areaCode, shortName, address, contact, phone } = input;
  return {
    name: name.trim(),
    kind,
    areaCode,
    shortName: shortName?.trim() ?? null,
    address: address?.trim() ?? null,
    contact: contact?.trim() ?? null,
    phone: phone?.trim() ?? null,
  };
}

function readOrganisation(tx: EntityManager, id: string): Promise<OrganisationRow> {
  return tx.findOneByOrFail(OrganisationRow, { id });
}

/** PostgreSQL's text holds no U+0000; a text that has one equals nothing that is stored. */
function storable(text: string): string {
  return text.replaceAll("\0", "\uFFFD");
}

function idOf({ id }: Organisation): string {
  return id;
}
