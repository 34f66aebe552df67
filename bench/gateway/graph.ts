import { composeSupergraph } from "../../gateway/src/compose/compose-supergraph.ts";

/** The subgraphs of the bench, named as ours are, so that our gateway takes their addresses. */
export const NAMES = ["organisations", "resources", "volunteers"] as const;
export type Name = (typeof NAMES)[number];
export type Origins = Readonly<Record<Name, string>>;

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])`;

/** `extend`, `@external` and the root as Federation 1 wants them are cut out for Federation 2. */
const SDL: Record<Name, string> = {
  organisations: `
    extend type Query {
      organisations(first: Int!, offset: Int!): [Organisation!]!
      organisation(id: ID!): Organisation
    }
    enum OrganisationKind { COMMUNITY ENTERPRISE SCHOOL HOSPITAL }
    type Organisation @key(fields: "id") {
      id: ID! name: String! kind: OrganisationKind! address: String district: String!
    }`,
  resources: `
    extend type Query { need(id: ID!): Need }
    enum NeedCategory { SPACE PEOPLE GOODS SKILLS }
    extend type Organisation @key(fields: "id") { id: ID! @external openNeeds: Int! needs: [Need!]! }
    type Need @key(fields: "id") {
      id: ID! title: String! category: NeedCategory! quantity: Int! detail: String
    }`,
  volunteers: `
    extend type Query { offer(id: ID!): Offer }
    extend type Organisation @key(fields: "id") { id: ID! @external members: Int! hours: Float! }
    extend type Need @key(fields: "id") { id: ID! @external offers: [Offer!]! }
    type Offer { id: ID! title: String! minutes: Int! organisation: Organisation! }`,
};

/** The supergraph, its subgraphs at these addresses. */
export function supergraphAt(origins: Origins): string {
  const texts = NAMES.map((name) => [name, `${LINK}\n${asFederation2(SDL[name])}`] as const);
  const composed = composeSupergraph(Object.fromEntries(texts));
  if ("problems" in composed) throw new Error(composed.problems.join("\n"));
  return NAMES.reduce((sdl, name) => sdl.replace(`http://${name}/`, `${origins[name]}/`), composed.sdl);
}

/** For gateways that know Federation 1 only. */
export function federation1Sdl(name: Name): string {
  return SDL[name];
}

function asFederation2(sdl: string): string {
  return sdl.replaceAll("extend type", "type").replaceAll(" @external", "");
}
