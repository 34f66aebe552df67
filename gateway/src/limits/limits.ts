import { ROLES, type Role } from "@gongjian/shared/contracts/roles";
import { z } from "zod";

const count = z.int().min(1).max(1_000_000_000);

const limits = z.strictObject({
  bodyBytes: count,
  nesting: count,
  tokens: count,
  depth: count,
  introspectionDepth: count,
  introspectionAliases: count,
  selections: count,
  aliases: count,
  directives: count,
  rootFields: count,
  fragments: count,
  repeats: count,
  literalDepth: count,
  variableDepth: count,
  cost: count,
  listSize: count,
  work: z.record(z.string(), z.int().min(0).max(1_000_000)),
  pointsPerMinute: z.record(z.enum(ROLES), count),
  failuresPerMinute: count,
});

const overrides = limits.partial().extend({
  pointsPerMinute: z.partialRecord(z.enum(ROLES), count).optional(),
});

/** What a request may cost at most, and a client in a minute. */
export type Limits = Readonly<z.infer<typeof limits>>;

/** The defaults. Each is far above what a page needs and far below what hurts. */
export const LIMITS: Limits = {
  bodyBytes: 100 * 1024,
  /** Nesting of brackets of any kind, counted before anything recursive sees the text. */
  nesting: 40,
  tokens: 2_000,
  /** A committee's page through its connections is 13 deep. */
  depth: 16,
  /** The introspection query of common tools unwraps types nine times. */
  introspectionDepth: 24,
  /** They use no aliases; each could be the whole schema once more. */
  introspectionAliases: 5,
  /** Fields after every fragment is written out. */
  selections: 2_000,
  aliases: 30,
  directives: 30,
  rootFields: 20,
  fragments: 50,
  /** The same answer key more often in one selection set: validation compares each with each. */
  repeats: 20,
  /** Lists and objects inside each other in an argument; planning cost doubles with each level. */
  literalDepth: 6,
  variableDepth: 12,
  /** Objects that an operation may fetch when every page is full: a page of 100 in a page of 100, and some. */
  cost: 12_000,
  /** What a plain list is taken to hold where the schema does not say, such as an area's children. */
  listSize: 5,
  /** Fields that work for more objects than they show (each judges up to so many pairs), unless `@cost` tells. */
  work: {
    candidates: 100,
    wantedBy: 100,
    whyNot: 100,
    nearby: 100,
    bundles: 100,
    meaning: 100,
    duplicates: 100,
    duplicateNeeds: 2_000,
    unmet: 2_000,
    previewMatchPolicy: 2_000,
    /** All of it is 440 KB and 30 ms: once in a request. */
    __schema: 7_000,
    __type: 100,
  },
  /**
   * What a client may spend: the cost of its operations and ten points for each request. A page of a list is
   * about 100; an integration that asks for 50 of them in a second stays below.
   */
  pointsPerMinute: {
    ...everyRole(600_000),
    PUBLIC: 30_000,
    RESIDENT: 120_000,
    VOLUNTEER: 120_000,
    MERCHANT: 120_000,
  },
  /** Credentials that one network may get wrong in a minute; each unknown key is a question to organisations. */
  failuresPerMinute: 300,
};

/**
 * The limits of this process: the defaults, and in their place what the JSON object names.
 * @param text e.g. `{"depth":20,"pointsPerMinute":{"PUBLIC":60000}}` @throws with what is wrong with it
 */
export function readLimits(text: string | undefined): Limits {
  if (text === undefined || text === "") return LIMITS;
  const given = overrides.safeParse(fromJson(text));
  if (!given.success) throw new Error(`GONGJIAN_LIMITS: ${z.prettifyError(given.error)}`);
  const { work, pointsPerMinute } = given.data;
  return {
    ...LIMITS,
    ...given.data,
    work: { ...LIMITS.work, ...work },
    pointsPerMinute: { ...LIMITS.pointsPerMinute, ...pointsPerMinute },
  };
}

function everyRole(points: number): Record<Role, number> {
  return Object.fromEntries(ROLES.map((role) => [role, points])) as Record<Role, number>;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('GONGJIAN_LIMITS must be a JSON object such as {"depth":20}.');
  }
}
