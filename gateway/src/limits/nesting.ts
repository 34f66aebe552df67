/** One step of the scan: a comment, a string of either kind, a bracket. */
const TOKEN = /#[^\n\r]*|"""(?:\\"""|[^])*?(?:"""|$)|"(?:\\.|[^"\\\n\r])*"?|[[({]|[\])}]/g;

/** How deep brackets are nested in a GraphQL text, those in strings and comments apart. Needs no stack. */
export function nestingOf(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of source.matchAll(TOKEN)) {
    if ("[({".includes(token)) deepest = Math.max(deepest, ++depth);
    else if ("])}".includes(token)) depth = Math.max(0, depth - 1);
  }
  return deepest;
}
