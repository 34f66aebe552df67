import { idAfter, paginate, type PageArgs } from "@gongjian/shared/connection";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { authorise } from "@gongjian/shared/viewer";
import { COMMITTEE_COLUMNS, type CommitteeView } from "./committee.loader.ts";
import type { Committee, CommitteeConnection, CommitteeFilter } from "./committee.type.ts";

/** Reading committees; they are formed when units are published. */
export class CommitteeService {
  constructor(private readonly scope: RequestScope) {}

  async list(filter: CommitteeFilter | null, { first, after }: PageArgs): Promise<CommitteeConnection> {
    authorise(this.scope.viewer, "directory.read");
    const rows = await this.scope.db.query<CommitteeView[]>(
      `select ${COMMITTEE_COLUMNS} from committee
       where starts_with(area_code, $1) and ($2::uuid is null or id > $2)
       order by id limit $3`,
      [filter?.areaCode ?? "", idAfter({ after }), first + 1],
    );
    return paginate<Committee>(rows, first, ({ id }) => id);
  }
}
