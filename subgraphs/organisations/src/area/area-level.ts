/** The five levels of the tree of areas, from the county-level city down to a building or lane. */
export const AreaLevel = {
  COUNTY: "COUNTY",
  STREET: "STREET",
  COMMUNITY: "COMMUNITY",
  GRID: "GRID",
  MICRO_GRID: "MICRO_GRID",
} as const;

export type AreaLevel = (typeof AreaLevel)[keyof typeof AreaLevel];

interface LevelFacts {
  /** Digits of a code of this level: GB/T 2260, GB/T 10114, the community's three, then our own. */
  readonly codeLength: number;
  readonly label: string;
}

export const LEVELS: Readonly<Record<AreaLevel, LevelFacts>> = {
  COUNTY: { codeLength: 6, label: "县（市、区）" },
  STREET: { codeLength: 9, label: "街道（乡镇）" },
  COMMUNITY: { codeLength: 12, label: "社区（村）" },
  GRID: { codeLength: 15, label: "网格" },
  MICRO_GRID: { codeLength: 18, label: "微网格" },
};

const ORDER = Object.values(AreaLevel);

export function levelOfCode(code: string): AreaLevel | null {
  return ORDER.find((level) => LEVELS[level].codeLength === code.length) ?? null;
}

/** The level that a parent must have; `null` for a county, which has none. */
export function levelAbove(level: AreaLevel): AreaLevel | null {
  return ORDER[ORDER.indexOf(level) - 1] ?? null;
}

export function isAreaCode(text: string): boolean {
  return /^\d+$/.test(text) && levelOfCode(text) !== null;
}

/** The codes of all areas above, from the county down. */
export function ancestorCodes(code: string): string[] {
  return ORDER.map((level) => LEVELS[level].codeLength)
    .filter((length) => length < code.length)
    .map((length) => code.slice(0, length));
}

/** The community that a place lies in, or `null` above communities. */
export function communityOf(code: string): string | null {
  const { codeLength } = LEVELS.COMMUNITY;
  return code.length >= codeLength ? code.slice(0, codeLength) : null;
}
