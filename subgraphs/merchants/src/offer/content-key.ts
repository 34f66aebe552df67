interface Identified {
  readonly externalId?: string | null;
  readonly title: string;
  readonly validFrom?: string | null;
}

/** What identifies an offer of a shop that has no number: its title and when it begins. Null for others. */
export function contentKeyOf({ externalId, title, validFrom }: Identified): string | null {
  return (externalId ?? null) === null ? JSON.stringify([title, validFrom ?? null]) : null;
}
