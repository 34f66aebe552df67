import type { TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";

/** A committee as the gateway names it, with what it has asked its owner for. */
export interface AskingCommittee {
  readonly area: string | null;
  readonly units?: readonly string[];
}

export interface UnmetAnswer {
  readonly asked: number;
  readonly met: number;
  readonly notJudged: number;
  readonly byReason: {
    readonly code: string;
    readonly needs: number;
    readonly message: string;
    readonly change: string | null;
    readonly changeNeeds: number;
    readonly suggestedUnits: {
      readonly unit: { readonly id: string };
      readonly needs: number;
      readonly rows: number;
      readonly request: string;
    }[];
  }[];
  readonly needs: {
    readonly nodes: {
      readonly need: { readonly id: string } | null;
      readonly reasons: {
        readonly code: string;
        readonly message: string;
        readonly change: string | null;
        readonly examples: { readonly id: string }[];
      }[];
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const UNMET = `query ($keys: [_Any!]!, $code: GateCode, $first: Int, $after: String) {
  _entities(representations: $keys) { ... on Committee { unmet {
    asked met notJudged
    byReason { code needs message change changeNeeds suggestedUnits { unit { id } needs rows request } }
    needs(code: $code, first: $first, after: $after) {
      nodes { need { id } reasons { code message change examples { ... on Resource { id } } } }
      pageInfo { hasNextPage endCursor }
    } } } } }`;

/** @throws the codes of the errors that came instead */
export async function askUnmet(
  served: TestSubgraph,
  { area, units = [] }: AskingCommittee,
  page: { code?: string; first?: number; after?: string | null } = {},
  viewer: Partial<Viewer> = { role: "SECRETARIAT" },
): Promise<UnmetAnswer | null> {
  const key = {
    __typename: "Committee",
    id: "00000000-0000-7000-8000-000000000000",
    area: area === null ? null : { __typename: "Area", code: area },
    seatedUnitIds: units,
  };
  const { data, errors } = await served
    .as(viewer)
    .query<{ _entities: [{ unmet: UnmetAnswer | null }] }>(UNMET, { keys: [key], ...page });
  if (!data || errors)
    throw new Error((errors ?? []).map(({ extensions }) => String(extensions.code)).join());
  return data._entities[0].unmet;
}
