/** The name of a subgraph: also its database, its process and the variable that names its address. */
export const SUBGRAPHS = ["organisations", "resources", "volunteers", "merchants"] as const;

export type SubgraphName = (typeof SUBGRAPHS)[number];

/** Which subgraph takes which published list at `POST /lists/<name>`. */
export const LIST_OWNERS = {
  areas: "organisations",
  units: "organisations",
  teams: "volunteers",
  "volunteer-services": "volunteers",
  merchants: "merchants",
  offers: "merchants",
  resources: "resources",
  needs: "resources",
  projects: "resources",
} as const satisfies Record<string, SubgraphName>;

export type ListName = keyof typeof LIST_OWNERS;
