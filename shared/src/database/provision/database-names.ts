import type { SubgraphName } from "../../contracts/lists.ts";

export type DatabaseRole = "owner" | "app" | "jobs";

/** Databases and roles share a prefix, so that a server may hold those of others too. */
export function databaseName(prefix: string, subgraph: SubgraphName): string {
  return `${prefix}_${subgraph}`;
}

export function roleName(prefix: string, subgraph: SubgraphName, role: DatabaseRole): string {
  return `${prefix}_${subgraph}_${role}`;
}

/** The address of a subgraph's database for one of its roles; host and TLS settings are the admin's. */
export function roleUrl(
  adminUrl: string,
  prefix: string,
  subgraph: SubgraphName,
  role: { name: DatabaseRole; password: string },
): string {
  const url = new URL(databaseUrl(adminUrl, databaseName(prefix, subgraph)));
  url.username = roleName(prefix, subgraph, role.name);
  url.password = encodeURIComponent(role.password);
  return url.href;
}

export function databaseUrl(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}
