import { composeServices } from "@apollo/composition";
import { parse } from "graphql";

/**
 * Hints that may stand, each with a reason. There is none: a hint says that two subgraphs do not agree,
 * and what they do not agree on sooner or later differs for callers too.
 */
const TOLERATED_HINTS: ReadonlySet<string> = new Set();

/** The supergraph, or everything that stands against it. */
export type Composition = { readonly sdl: string } | { readonly problems: readonly string[] };

/** Composes the SDL of each subgraph, by name. */
export function composeSupergraph(subgraphs: Readonly<Record<string, string>>): Composition {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    // The gateway is told the addresses when it starts; this one only has to be stable.
    url: `http://${name}/graphql`,
    typeDefs: parse(sdl),
  }));
  const { errors, hints, supergraphSdl } = composeServices(services);
  if (errors) return { problems: errors.map(({ message }) => message) };

  const disturbing = hints.filter(({ definition }) => !TOLERATED_HINTS.has(definition.code));
  const problems = disturbing.map(({ definition, message }) => `${definition.code}: ${message}`);
  return problems.length > 0 ? { problems } : { sdl: supergraphSdl };
}
