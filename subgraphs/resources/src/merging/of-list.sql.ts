/**
 * SQL: whether row `alias` of `need` is a line that a unit has published, not one that needs were merged into.
 * What lists decide (withdrawing, exporting, confirming) is decided about lines alone.
 */
export function isOfList(alias: string): string {
  return `not exists (select from need_merger m where m.id = ${alias}.id)`;
}
