import type { Name } from "../graph.ts";

/**
 * A town without a database: everything follows from the number of a thing. It has two halves with as many
 * organisations; the texts of the second are Chinese, which cost every gateway more: two bytes a character in
 * memory, three on the wire.
 */
export const HALF = 1_000;
const NEEDS_OF_EACH = 3;
const OFFERS_OF_EACH = 2;
const OFFERS_OF_A_UNIT = 12;
/** Of an organisation. */
const OFFERS = NEEDS_OF_EACH * OFFERS_OF_EACH;

/** A field of the thing with this number: ready JSON, or the numbers of other things. */
export type Field =
  | Json
  | { readonly type: string; readonly one: (n: number) => number }
  | { readonly type: string; readonly many: (n: number) => readonly number[] };

interface Json {
  readonly json: (n: number) => string;
}

export type Fields = Readonly<Record<string, Field>>;

const PREFIXES: Readonly<Record<string, string>> = { Organisation: "org", Need: "nee", Offer: "off" };
const PREFIX_LENGTH = 4;

/** The id of the n-th thing of a type; `numberOf` reads it back. */
export function idOf(type: string, n: number): string {
  return `${PREFIXES[type] ?? "xxx"}-${n}`;
}

export function numberOf(id: string): number {
  return Number(id.slice(PREFIX_LENGTH));
}

/** What each subgraph knows of each type. */
export const TOWN: Readonly<Record<Name, Readonly<Record<string, Fields>>>> = {
  organisations: {
    Organisation: {
      id: id("Organisation"),
      name: text(
        1,
        (n) => `Committee of street ${n}`,
        (n) => `第${n}街道社区居民委员会`,
      ),
      kind: oneOf(["COMMUNITY", "ENTERPRISE", "SCHOOL", "HOSPITAL"]),
      address: unless(
        7,
        text(
          1,
          (n) => `${n} Renmin Road, service centre`,
          (n) => `人民路${n}号党群服务中心`,
        ),
      ),
      district: text(
        1,
        (n) => `Grid ${n % 40}`,
        (n) => `第${n % 40}网格`,
      ),
    },
  },
  resources: {
    Organisation: {
      id: id("Organisation"),
      openNeeds: number((n) => n % 9),
      needs: { type: "Need", many: (n) => children(n, NEEDS_OF_EACH) },
    },
    Need: {
      id: id("Need"),
      title: text(
        NEEDS_OF_EACH,
        (n) => `Lunch for elders ${n}`,
        (n) => `老人午餐第${n}项`,
      ),
      category: oneOf(["SPACE", "PEOPLE", "GOODS", "SKILLS"]),
      quantity: number((n) => (n % 50) + 1),
      detail: unless(
        3,
        text(
          NEEDS_OF_EACH,
          () => "Twice a week",
          () => "每周两次",
        ),
      ),
    },
  },
  volunteers: {
    Organisation: {
      id: id("Organisation"),
      members: number((n) => (n % 300) + 5),
      hours: number((n) => n * 1.5 + 0.25),
    },
    Need: { id: id("Need"), offers: { type: "Offer", many: (n) => children(n, OFFERS_OF_EACH) } },
    Offer: {
      id: id("Offer"),
      title: text(
        OFFERS,
        (n) => `Weekend drivers ${n}`,
        (n) => `周末可出车队${n}`,
      ),
      minutes: number((n) => (n % 8) * 30),
      // A few units offer most of what is offered on a page.
      organisation: {
        type: "Organisation",
        one: (n) => (isSecondHalf(OFFERS, n) ? HALF : 0) + ((Math.floor(n / OFFERS_OF_A_UNIT) * 7) % HALF),
      },
    },
  },
};

function id(type: string): Field {
  return { json: (n) => JSON.stringify(idOf(type, n)) };
}

/** @param ofEach how many things of this kind an organisation has */
function text(ofEach: number, english: (n: number) => string, chinese: (n: number) => string): Json {
  return { json: (n) => JSON.stringify(isSecondHalf(ofEach, n) ? chinese(n) : english(n)) };
}

function isSecondHalf(ofEach: number, n: number): boolean {
  return n >= HALF * ofEach;
}

/** Nothing for every so-manieth. */
function unless(every: number, { json }: Json): Field {
  return { json: (n) => (n % every === 0 ? "null" : json(n)) };
}

function number(compute: (n: number) => number): Field {
  return { json: (n) => String(compute(n)) };
}

function oneOf(values: readonly string[]): Field {
  return { json: (n) => JSON.stringify(values[n % values.length]) };
}

function children(n: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => n * count + i);
}
