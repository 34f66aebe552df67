interface Identified {
  readonly externalId?: string | null;
  readonly uscc?: string | null;
  readonly areaCode: string;
  readonly shopName: string;
  readonly address: string;
}

/** What identifies a stall without number and credit code: its name and its place. Null for all others. */
export function contentKeyOf({ externalId, uscc, ...stall }: Identified): string | null {
  if ((externalId ?? null) !== null || (uscc ?? null) !== null) return null;
  return JSON.stringify([stall.areaCode, stall.shopName, stall.address]);
}
