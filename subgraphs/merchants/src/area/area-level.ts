/** A community has 12 digits; grids have more. */
const COMMUNITY_DIGITS = 12;

/** The community that a place in it belongs to. */
export function communityOf(areaCode: string): string {
  return areaCode.slice(0, COMMUNITY_DIGITS);
}

/** A door stands in a community or a grid of it; a street or a county says too little. */
export function isNarrowEnough(areaCode: string): boolean {
  return areaCode.length >= COMMUNITY_DIGITS;
}

export function isCommunity(areaCode: string): boolean {
  return areaCode.length === COMMUNITY_DIGITS;
}
