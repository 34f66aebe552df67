import type { EventState } from "@gongjian/shared/contracts/events";

/** The lists that a round can ask for, under the names they are published by. */
export const FilingList = {
  RESOURCES: "resources",
  NEEDS: "needs",
  PROJECTS: "projects",
} as const satisfies Record<string, EventState<"list.published">["list"]>;

export type FilingList = (typeof FilingList)[keyof typeof FilingList];

/** Where one list of one unit stands in a round. */
export const FilingState = { FILED: "FILED", LATE: "LATE", SILENT: "SILENT" } as const;

export type FilingState = (typeof FilingState)[keyof typeof FilingState];

export const FilingRoundState = { OPEN: "OPEN", CLOSED: "CLOSED" } as const;

export type FilingRoundState = (typeof FilingRoundState)[keyof typeof FilingRoundState];

/** Who asked for a reminder: the secretariat, or the calendar. */
export const ReminderOrigin = { MANUAL: "MANUAL", AUTOMATIC: "AUTOMATIC" } as const;

export type ReminderOrigin = (typeof ReminderOrigin)[keyof typeof ReminderOrigin];
