/**
 * The least that a program in Node can do for the two requests of the bench: the same signed calls, written
 * by hand for these requests alone. It plans, checks and protects nothing.
 */
import { createServer } from "node:http";
import { parseSigningKeys, sha256, signRequest, type SigningKeys } from "@gongjian/shared/signature";
import type { Viewer } from "@gongjian/shared/viewer";
import { Pool, type Dispatcher } from "undici";

const CONNECTIONS = 16;
const VIEWER: Viewer = { role: "SECRETARIAT", subject: "bench", unitId: null, areaCode: null };

interface Thing {
  readonly id: string;
  [field: string]: unknown;
}

/** What a subgraph does not know. */
const NOTHING: Thing = { id: "" };

type Data = Readonly<Record<string, unknown>>;

class Subgraph {
  private readonly pool: Pool;

  constructor(
    origin: string | undefined,
    private readonly keys: SigningKeys,
  ) {
    this.pool = new Pool(origin ?? "", { connections: CONNECTIONS });
  }

  call(query: string, variables: object): Promise<Data> {
    const body = JSON.stringify({ query, variables });
    const signed = signRequest(
      this.keys,
      { method: "POST", path: "/graphql", bodyHash: sha256(body) },
      VIEWER,
    );
    const headers = { ...signed, "content-type": "application/json" };
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const handler: Dispatcher.DispatchHandler = {
        onRequestStart: () => undefined,
        onResponseStart: () => undefined,
        onResponseData: (_controller, chunk) => chunks.push(chunk),
        onResponseEnd: () => {
          const text =
            chunks.length === 1 && chunks[0] ? chunks[0].toString() : Buffer.concat(chunks).toString();
          resolve((JSON.parse(text) as { data: Data }).data);
        },
        onResponseError: (_controller, error) => {
          reject(error);
        },
      };
      this.pool.dispatch({ path: "/graphql", method: "POST", headers, body }, handler);
    });
  }

  /** By id, each asked for once. */
  async entities(type: string, fields: string, ids: Iterable<string>): Promise<Map<string, Thing>> {
    const asked = [...new Set(ids)];
    const representations = asked.map((id) => ({ __typename: type, id }));
    const query = `query($representations:[_Any!]!){_entities(representations:$representations){...on ${type}{${fields}}}}`;
    const { _entities } = await this.call(query, { representations });
    const things = _entities as Thing[];
    return new Map(things.map((thing, i) => [asked[i] ?? "", thing]));
  }
}

class Floor {
  private readonly organisations: Subgraph;
  private readonly resources: Subgraph;
  private readonly volunteers: Subgraph;

  constructor(keys: SigningKeys, env: NodeJS.ProcessEnv) {
    this.organisations = new Subgraph(env.ORGANISATIONS_URL, keys);
    this.resources = new Subgraph(env.RESOURCES_URL, keys);
    this.volunteers = new Subgraph(env.VOLUNTEERS_URL, keys);
  }

  small(variables: object): Promise<Data> {
    return this.organisations.call(
      "query($id:ID!){organisation(id:$id){id name kind address district}}",
      variables,
    );
  }

  async big(variables: object): Promise<Data> {
    const page = await this.organisations.call(
      "query($first:Int!,$offset:Int!){organisations(first:$first,offset:$offset){id name kind address district}}",
      variables,
    );
    const organisations = page.organisations as Thing[];
    const ids = organisations.map(({ id }) => id);
    const [needsOf, hoursOf] = await Promise.all([
      this.resources.entities("Organisation", "openNeeds needs{id title category quantity detail}", ids),
      this.volunteers.entities("Organisation", "members hours", ids),
    ]);
    const needs = [...needsOf.values()].flatMap((thing) => thing.needs as Thing[]);
    const offers = await this.offersOf(needs);
    return {
      organisations: organisations.map(({ id, name, kind, address, district }) => {
        const { openNeeds, needs } = needsOf.get(id) ?? NOTHING;
        const { members, hours } = hoursOf.get(id) ?? NOTHING;
        const withOffers = (needs as Thing[]).map((need) => ({ ...need, offers: offers.get(need.id) }));
        return { id, name, kind, address, district, openNeeds, members, hours, needs: withOffers };
      }),
    };
  }

  private async offersOf(needs: readonly Thing[]): Promise<Map<string, Thing[]>> {
    const found = await this.volunteers.entities(
      "Need",
      "offers{id title minutes organisation{id}}",
      needs.map(({ id }) => id),
    );
    const offers = new Map([...found].map(([id, need]) => [id, need.offers as Thing[]]));
    const units = [...offers.values()].flatMap((list) => list.map((offer) => offer.organisation as Thing));
    const names = await this.organisations.entities(
      "Organisation",
      "name district",
      units.map(({ id }) => id),
    );
    for (const unit of units) {
      const { name, district } = names.get(unit.id) ?? NOTHING;
      unit.name = name;
      unit.district = district;
    }
    return offers;
  }
}

const floor = new Floor(parseSigningKeys(process.env.INTERNAL_KEYS ?? ""), process.env);

createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
  request.on("end", () => {
    const { variables } = JSON.parse(body) as { variables: object };
    const answer = "id" in variables ? floor.small(variables) : floor.big(variables);
    const send = (status: number, value: object): void => {
      const text = JSON.stringify(value);
      const length = String(Buffer.byteLength(text));
      response.writeHead(status, ["content-type", "application/json", "content-length", length]).end(text);
    };
    answer.then(
      (data) => {
        send(200, { data });
      },
      () => {
        send(502, {});
      },
    );
  });
}).listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => process.exit());
