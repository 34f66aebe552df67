/** What a request may cost at most. Each is far above what a page needs and far below what hurts. */
export const LIMITS = {
  bodyBytes: 100 * 1024,
  /** Nesting of brackets of any kind, counted before anything recursive sees the text. */
  nesting: 40,
  tokens: 2_000,
  /** A committee's page through its connections is 13 deep. */
  depth: 16,
  /** The introspection query of common tools unwraps types nine times. */
  introspectionDepth: 24,
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
  objects: 12_000,
  /** The largest page that anything serves. */
  page: 100,
  /** Fields that work for more objects than they show: each judges up to so many pairs. */
  work: new Map([
    ["candidates", 100],
    ["wantedBy", 100],
    ["whyNot", 100],
    ["nearby", 100],
    ["bundles", 100],
    ["meaning", 100],
    ["duplicates", 100],
    ["duplicateNeeds", 2_000],
    ["unmet", 2_000],
    ["previewMatchPolicy", 2_000],
  ]),
} as const;
