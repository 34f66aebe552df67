import { sample } from "@gongjian/shared/testing/sample-city";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { organisations } from "../subgraph.ts";
import { count, publish, publishSample, statementsOf, valueOf } from "../testing/city.ts";

let subgraph: TestSubgraph;

beforeEach(async () => {
  subgraph = await startTestSubgraph(organisations);
});

afterEach(() => subgraph.stop());

test("publishing the sample's units forms 18 committees, each led by its residents' committee", async () => {
  await publishSample(subgraph);
  const { data } = await subgraph.as({}).query<{ committees: { nodes: CommitteeNode[] } }>(`{
    committees(first: 100) { nodes {
      name area { code name level } leadOrganisation { kind area { code } }
      seats(first: 100) { nodes { role state since until organisation { id area { code } } } }
    } }
  }`);
  const committees = data?.committees.nodes ?? [];
  expect(committees).toHaveLength(18);
  for (const { name, area, leadOrganisation, seats } of committees) {
    expect(name).toBe(`${area.name}大党委`);
    expect(leadOrganisation).toEqual({ kind: "COMMUNITY", area: { code: area.code } });
    expect(seats.nodes.filter(({ role }) => role === "LEAD")).toHaveLength(1);
    expect(seats.nodes.every(({ state, since }) => state === "SERVING" && since !== null)).toBe(true);
    expect(seats.nodes.every(({ organisation }) => organisation.area.code === area.code)).toBe(true);
  }
  expect(committees.reduce((total, { seats }) => total + seats.nodes.length, 0)).toBe(72);
});

test("publishing the same units again changes neither committees nor seats", async () => {
  await publishSample(subgraph);
  const before = await subgraph.db.query<unknown[]>(`select * from seat order by id`);
  const report = await publish(subgraph, "units", sample("units.csv"));
  expect(report.counts).toMatchObject({ new: 0, changed: 0, unchanged: 72, refused: 0 });
  expect(await subgraph.db.query(`select * from seat order by id`)).toEqual(before);
  expect(await count(subgraph, "committee")).toBe(18);
});

test("a seat that was ended is not given again by publishing", async () => {
  await publishSample(subgraph);
  await subgraph.db.query(`
    update seat set state = 'ENDED', until = since
    where organisation_id = (select id from organisation where short_name = '津味楼')
  `);
  await publish(subgraph, "units", sample("units.csv"));
  expect(await valueOf(subgraph, `select count(*)::integer from seat where state = 'SERVING'`)).toBe(71);
});

test("a unit that moves leaves the committee of its old community and sits in the new one", async () => {
  await publishSample(subgraph);
  const moved = sample("units.csv")
    .toString()
    .replace("津味楼,PRIVATE_ENTERPRISE,341881001001", "津味楼,PRIVATE_ENTERPRISE,341881002001");
  const report = await publish(subgraph, "units", moved);
  expect(report.counts).toMatchObject({ changed: 1, unchanged: 71 });
  const seats = await subgraph.db.query<unknown[]>(`
    select c.area_code, s.state from seat s
    join committee c on c.id = s.committee_id join organisation o on o.id = s.organisation_id
    where o.short_name = '津味楼' order by s.id
  `);
  expect(seats).toEqual([
    { area_code: "341881001001", state: "ENDED" },
    { area_code: "341881002001", state: "SERVING" },
  ]);
});

test("a community without a residents' committee has no committee until that is published", async () => {
  await publish(subgraph, "areas", sample("areas.csv"));
  const heading = "name,kind,community_code\n";
  await publish(subgraph, "units", `${heading}某公司,民营企业,341881001001`);
  expect(await count(subgraph, "committee")).toBe(0);

  await publish(subgraph, "units", `${heading}城东社区居委会,居委会,城东社区`);
  expect(await subgraph.db.query(`select role, state from seat order by role`)).toEqual([
    { role: "LEAD", state: "SERVING" },
    { role: "MEMBER", state: "SERVING" },
  ]);
});

test("a page of committees with seats and units takes the same number of statements, however many", async () => {
  await publishSample(subgraph);
  const document = (first: number): string => `{
    committees(first: ${first}) { nodes {
      area { name } leadOrganisation { name } seats(first: 20) { nodes { organisation { name area { name } } } }
    } }
  }`;
  const few = await statementsOf(subgraph, () => subgraph.as({}).query(document(1)));
  const many = await statementsOf(subgraph, () => subgraph.as({}).query(document(18)));
  expect(many).toHaveLength(few.length);
  expect(many.length).toBeLessThanOrEqual(7);
});

interface CommitteeNode {
  readonly name: string;
  readonly area: { code: string; name: string };
  readonly leadOrganisation: { kind: string; area: { code: string } };
  readonly seats: {
    nodes: { role: string; state: string; since: string | null; organisation: { area: { code: string } } }[];
  };
}
