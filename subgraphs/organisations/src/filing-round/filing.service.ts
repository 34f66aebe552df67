import type { PageArgs } from "@gongjian/shared/connection";
import { badInput } from "@gongjian/shared/errors";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { authorise, may, type Target } from "@gongjian/shared/viewer";
import { queriesOf, type ViewerQueries } from "../viewer-queries.ts";
import type { FilingState } from "./filing-list.ts";
import type { FilingRoundView } from "./filing-round.loader.ts";
import {
  createFilingsLoader,
  createRemindersLoader,
  type FilingPages,
  type FilingView,
  type ReminderPages,
} from "./filing.loader.ts";
import type {
  FilingArgs,
  FilingConnection,
  FilingReminderConnection,
  SilentUnitConnection,
} from "./filing.type.ts";
import { createSilentUnitsLoader, type SilentUnitPages } from "./silent-unit.loader.ts";

/** Reading who filed what: for the committee by round, for a unit its own. */
export class FilingService {
  private readonly filings = new Map<string, FilingPages>();
  private readonly queries: ViewerQueries;
  private readonly silent: Readonly<Record<"every" | "twice", SilentUnitPages>>;
  private readonly reminderPages: ReminderPages;

  constructor(private readonly scope: RequestScope) {
    this.queries = queriesOf(scope.db, scope.viewer);
    this.silent = {
      every: createSilentUnitsLoader(this.queries, "every"),
      twice: createSilentUnitsLoader(this.queries, "twice"),
    };
    this.reminderPages = createRemindersLoader(this.queries);
  }

  /** The filings of a round; null for whoever may see its numbers only. */
  async ofRound({ id, areaCode }: FilingRoundView, args: FilingArgs): Promise<FilingConnection | null> {
    return this.maySee({ areaCode }) ? this.pagesOf("round", args.state).load(id, args) : null;
  }

  /** The filings of a unit; null for whoever may not see them. */
  async ofUnit(
    { id, areaCode }: { id: string; areaCode: string },
    args: FilingArgs,
  ): Promise<FilingConnection | null> {
    return this.maySee({ unitId: id, areaCode }) ? this.pagesOf("unit", args.state).load(id, args) : null;
  }

  /** The filings of the viewer's own unit. @throws BAD_USER_INPUT for a viewer without one */
  async mine(args: FilingArgs): Promise<FilingConnection> {
    const { viewer } = this.scope;
    authorise(viewer, "filing.read");
    if (viewer.unitId === null) throw badInput("您不代表任何单位，请查轮次的 filings。");
    return this.pagesOf("unit", args.state).load(viewer.unitId, args);
  }

  async silentUnits(
    { id, areaCode }: FilingRoundView,
    which: "every" | "twice",
    page: PageArgs,
  ): Promise<SilentUnitConnection | null> {
    return this.maySee({ areaCode }) ? this.silent[which].load(id, page) : null;
  }

  /** The reminders that asked for this list; whoever sees the filing sees them. */
  reminders({ id }: FilingView, page: PageArgs): Promise<FilingReminderConnection> {
    return this.reminderPages.load(id, page);
  }

  private maySee(target: Target): boolean {
    return may(this.scope.viewer, "filing.read", target);
  }

  private pagesOf(parent: "round" | "unit", state: FilingState | null = null): FilingPages {
    const key = `${parent} ${state ?? ""}`;
    const known = this.filings.get(key);
    if (known) return known;
    const pages = createFilingsLoader(this.queries, parent, state);
    this.filings.set(key, pages);
    return pages;
  }
}
