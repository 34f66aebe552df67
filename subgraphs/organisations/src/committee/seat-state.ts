/** Where a seat stands: invited → serving → ended. */
export const SeatState = { INVITED: "INVITED", SERVING: "SERVING", ENDED: "ENDED" } as const;

export type SeatState = (typeof SeatState)[keyof typeof SeatState];

export const SeatRole = { LEAD: "LEAD", MEMBER: "MEMBER" } as const;

export type SeatRole = (typeof SeatRole)[keyof typeof SeatRole];
