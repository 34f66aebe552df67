import { AreaRow, UnitRow } from "@gongjian/shared/database/unit-copy";
import { InboxRow } from "@gongjian/shared/events/inbox";
import { importRows } from "@gongjian/shared/import/import-tables.row";
import { ListMappingRow } from "@gongjian/shared/import/saved-mapping/list-mapping.row";
import { RequestKeyRow } from "@gongjian/shared/request-key";
import type { SubgraphDataSource } from "@gongjian/shared/database/open-database";
import { ListingNoticeRow } from "./freshness/listing-notice.row.ts";
import { ListExportRow } from "./export/list-export.row.ts";
import { MatchPolicyRow } from "./matching/policy/match-policy.row.ts";
import { NeedMergerChildRow } from "./merging/need-merger-child.row.ts";
import { NeedMergerRow } from "./merging/need-merger.row.ts";
import { LexiconStateRow } from "./matching/relearning/lexicon-state.row.ts";
import { SupplyRow } from "./matching/supply.row.ts";
import { CreateLists1764000000000 } from "./migrations/1764000000000-create-lists.ts";
import { CreateSupply1764100000000 } from "./migrations/1764100000000-create-supply.ts";
import { RecogniseSentLines1766000000000 } from "./migrations/1766000000000-recognise-sent-lines.ts";
import { RecordRevisions1768000000000 } from "./migrations/1768000000000-record-revisions.ts";
import { CreateProjects1769000000000 } from "./migrations/1769000000000-create-projects.ts";
import { CreateListingNotices1769000000001 } from "./migrations/1769000000001-create-listing-notices.ts";
import { SaveMappings1770000000000 } from "./migrations/1770000000000-save-mappings.ts";
import { TakeRemarksAndContacts1771000000000 } from "./migrations/1771000000000-take-remarks-and-contacts.ts";
import { CheckReferencesByStatement1772000000000 } from "./migrations/1772000000000-check-references-by-statement.ts";
import { FindRowsInMemory1773000000000 } from "./migrations/1773000000000-find-rows-in-memory.ts";
import { DateSubmissions1774000000000 } from "./migrations/1774000000000-date-submissions.ts";
import { DecidePolicies1774000000001 } from "./migrations/1774000000001-decide-policies.ts";
import { MergeNeeds1775000000000 } from "./migrations/1775000000000-merge-needs.ts";
import { PlanMatches1776000000000 } from "./migrations/1776000000000-plan-matches.ts";
import { RelearnTokens1777000000000 } from "./migrations/1777000000000-relearn-tokens.ts";
import { ShowMoreCandidates1778000000000 } from "./migrations/1778000000000-show-more-candidates.ts";
import { NeedContactRow } from "./need/need-contact.row.ts";
import { NeedRow } from "./need/need.row.ts";
import { MatchPlanLineRow } from "./plan/match-plan-line.row.ts";
import { MatchPlanLoadRow } from "./plan/match-plan-load.row.ts";
import { MatchPlanUnservedRow } from "./plan/match-plan-unserved.row.ts";
import { MatchPlanRow } from "./plan/match-plan.row.ts";
import { ProjectCommitmentRow } from "./project/project-commitment.row.ts";
import { ProjectContactRow } from "./project/project-contact.row.ts";
import { ProjectWithdrawalRow } from "./project/project-withdrawal.row.ts";
import { ProjectRow } from "./project/project.row.ts";
import { ContactAccessRow } from "./resource/contact-access.row.ts";
import { ResourceContactRow } from "./resource/resource-contact.row.ts";
import { ResourceRow } from "./resource/resource.row.ts";
import { ContactRevisionRow } from "./revision/contact-revision.row.ts";

export const dataSourceOptions: SubgraphDataSource = {
  type: "postgres",
  entities: [
    InboxRow,
    UnitRow,
    AreaRow,
    ...importRows,
    ListMappingRow,
    ResourceRow,
    ResourceContactRow,
    ContactAccessRow,
    NeedRow,
    NeedContactRow,
    NeedMergerRow,
    NeedMergerChildRow,
    SupplyRow,
    MatchPolicyRow,
    LexiconStateRow,
    ContactRevisionRow,
    ListExportRow,
    RequestKeyRow,
    ProjectRow,
    ProjectContactRow,
    ProjectCommitmentRow,
    ProjectWithdrawalRow,
    ListingNoticeRow,
    MatchPlanRow,
    MatchPlanLineRow,
    MatchPlanUnservedRow,
    MatchPlanLoadRow,
  ],
  migrations: [
    CreateLists1764000000000,
    CreateSupply1764100000000,
    RecogniseSentLines1766000000000,
    RecordRevisions1768000000000,
    CreateProjects1769000000000,
    CreateListingNotices1769000000001,
    SaveMappings1770000000000,
    TakeRemarksAndContacts1771000000000,
    CheckReferencesByStatement1772000000000,
    FindRowsInMemory1773000000000,
    DateSubmissions1774000000000,
    DecidePolicies1774000000001,
    MergeNeeds1775000000000,
    PlanMatches1776000000000,
    RelearnTokens1777000000000,
    ShowMoreCandidates1778000000000,
  ],
  migrationsTransactionMode: "each",
};
