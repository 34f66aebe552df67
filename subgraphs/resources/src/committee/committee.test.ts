import { arrangeLists, ASKER, HOSPITAL, SCHOOL, type Arranged } from "../project/testing/residuals.ts";
import { NANSHAN, startCity, XIJIN, type City } from "../testing/city.ts";

let city: City;
let given: Arranged;
beforeAll(async () => {
  city = await startCity();
  given = await arrangeLists(city);
});
afterAll(() => city.stop());

interface Seen {
  _entities: {
    resources: { nodes: { externalId: string; residual: number | null }[] };
    needs: { nodes: { externalId: string; residual: number | null }[] };
    projects: { nodes: { title: string }[] };
  }[];
}

/** Two committees as the gateway names them, with what it has asked their owner for. */
async function seenBy(...committees: { area: string; units?: string[] }[]): Promise<Seen["_entities"]> {
  const keys = committees.map(({ area, units = [] }, i) => ({
    __typename: "Committee",
    id: `00000000-0000-7000-8000-00000000000${i}`,
    area: { __typename: "Area", code: area },
    seatedUnitIds: units.map((name) => city.unit(name)),
  }));
  const { data, errors } = await city.as({ role: "PUBLIC" }).query<Seen>(
    `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Committee {
      resources { nodes { externalId residual } } needs { nodes { externalId residual } }
      projects { nodes { title } } } } }`,
    { keys },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data._entities;
}

test("one resource seen by two committees has one residual: what one takes the other misses", async () => {
  const before = await seenBy({ area: NANSHAN }, { area: XIJIN });
  for (const { resources } of before) {
    expect(resources.nodes).toContainEqual({ externalId: "R1", residual: 80 });
  }
  const { errors } = await city
    .secretariat()
    .query(`mutation ($input: ProjectiseInput!) { projectise(input: $input) { __typename } }`, {
      input: {
        title: "共享出行",
        needIds: [given.ramp],
        leadUnitId: city.unit(ASKER),
        commitments: [{ resourceId: given.wheelchairs, quantity: 12 }],
        idempotencyKey: "一",
      },
    });
  expect(errors).toBeUndefined();
  for (const { resources } of await seenBy({ area: NANSHAN }, { area: XIJIN })) {
    expect(resources.nodes).toContainEqual({ externalId: "R1", residual: 68 });
  }
});

test("a committee sees needs and projects of its area, those that cover it, and those of its members wherever they are", async () => {
  const [unit] = await city.db.query<{ area: string }[]>(
    "select area_code as area from need where external_id = 'N1'",
  );
  const home = unit?.area ?? "";
  const elsewhere = home.startsWith(XIJIN) ? NANSHAN : XIJIN;
  const [own, foreign, member, partner] = await seenBy(
    { area: home },
    { area: elsewhere },
    { area: elsewhere, units: [ASKER] },
    { area: elsewhere, units: [HOSPITAL, SCHOOL] },
  );
  const numbers = (seen: Seen["_entities"][number] | undefined): string[] | undefined =>
    seen?.needs.nodes.map(({ externalId }) => externalId);
  expect(numbers(own)).toEqual(["N1", "N2"]);
  expect(numbers(foreign)).toEqual([]);
  expect(numbers(member)).toEqual(["N1", "N2"]);
  expect(own?.projects.nodes).toEqual([{ title: "共享出行" }]);
  expect(foreign?.projects.nodes).toEqual([]);
  expect(member?.projects.nodes).toEqual([{ title: "共享出行" }]);
  expect(partner?.projects.nodes).toEqual([{ title: "共享出行" }]);
});
