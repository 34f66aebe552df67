/**
 * What a key may act as. Only the clerk: a key that could manage keys would outlive its own revocation
 * through the keys it made.
 */
export const ApiKeyRole = { UNIT_CLERK: "UNIT_CLERK" } as const;

export type ApiKeyRole = (typeof ApiKeyRole)[keyof typeof ApiKeyRole];
