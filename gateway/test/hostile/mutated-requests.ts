import { Random } from "@gongjian/shared/testing/random";
import { hostile, type HostileRequest } from "./hostile-request.ts";

/** What pages really ask for, and a little of everything that the language has. */
const DOCUMENTS = [
  `query Needs($first: Int = 5, $code: ID!) { needs(first: $first, filter: { areaCode: $code }) { totalCount
    nodes { id title unit { name } area { ...place } candidates(first: 2) { nodes { score supply { __typename
    ... on Resource { title unit { name } } ... on VolunteerService { title } } } } } } } fragment place on Area { code name }`,
  `{ areas(first: 3) { nodes { code name level parent { name } children { code } needs(first: 2) { nodes { title } } } } }`,
  `query ($with: Boolean = false) { organisations(first: 2) { edges { cursor node { id name resources(first: 2) {
    nodes { title @skip(if: $with) } } } } pageInfo { hasNextPage endCursor } } }`,
  `mutation ($input: ProjectiseInput!) { projectise(input: $input) { __typename ... on UserError { code message } } }`,
  `{ a: area(code: "341881") { teams(first: 1) { nodes { name } } } b: area(code: """341881""") { merchants(first: 1) { nodes { name } } } }`,
  `{ __schema { queryType { name fields { name type { kind name ofType { name } } } } } }`,
];

const VARIABLES = { first: 3, code: "341881", with: true, input: { needIds: ["1"], title: "共建" } };

const PIECES = [
  ...Array.from('{}()[]:!$@|&=#,"\\\n\0é共😀'),
  "...",
  '"""',
  "... on ",
  "fragment x on Query ",
  "query ",
  "mutation ",
  "__typename ",
  "__proto__",
  "null",
  "true",
  "-1",
  "1e400",
  "99999999999",
  "$first",
  "@skip(if: true) ",
  "\ud800",
  "\u202e",
];

/** A request that was a good one before chance went over it; the same for the same seed. */
export function mutatedRequest(seed: number): HostileRequest {
  const random = new Random(seed);
  const query = mutate(random.pick(DOCUMENTS), random);
  const body = JSON.stringify({ query, variables: VARIABLES });
  return hostile(`seed ${seed}`, { body: random.chance(0.2) ? mutate(body, random) : body });
}

function mutate(text: string, random: Random): string {
  let changed = text;
  for (let changes = 1 + random.below(4); changes > 0; changes--)
    changed = random.pick(CHANGES)(changed, random);
  return changed;
}

type Change = (text: string, random: Random) => string;

const CHANGES: readonly Change[] = [
  // Cut out.
  (text, random) => {
    const [from, to] = span(text, random);
    return text.slice(0, from) + text.slice(to);
  },
  // Repeat in its place.
  (text, random) => {
    const [from, to] = span(text, random);
    return text.slice(0, to) + text.slice(from, to).repeat(random.below(8)) + text.slice(to);
  },
  // Put what stood somewhere else.
  (text, random) => {
    const [from, to] = span(text, random);
    const place = random.below(text.length + 1);
    return text.slice(0, place) + text.slice(from, to) + text.slice(place);
  },
  (text, random) => {
    const place = random.below(text.length + 1);
    return text.slice(0, place) + random.pick(PIECES).repeat(1 + random.below(3)) + text.slice(place);
  },
  // Continue as another document.
  (text, random) => {
    const other = random.pick(DOCUMENTS);
    return text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length));
  },
  // Exchange one word for another.
  (text, random) => {
    const words = text.match(/\w+/g) ?? [""];
    return text.replace(random.pick(words), random.pick(words));
  },
];

function span(text: string, random: Random): [from: number, to: number] {
  const from = random.below(text.length + 1);
  return [from, Math.min(text.length, from + random.below(40))];
}
