/**
 * What identifies an entry within its owner's list: the owner's own number where there is one, else the
 * name. The two never meet, so a number that looks like somebody's name does no harm.
 */
export function listKey(owner: string, externalId: string | null, name: string): string {
  return externalId === null ? `${owner} name ${name}` : `${owner} number ${externalId}`;
}
