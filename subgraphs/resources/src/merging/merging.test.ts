import { startCity, type City } from "../testing/city.ts";
import {
  COMMUNITY,
  FIRST,
  SECOND,
  THREE,
  idsOf,
  merge,
  publish,
  publishThree,
  show,
  states,
  unmerge,
} from "./testing/given-needs.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
beforeEach(() => city.clear());

it("become one need of 7 人次 with three children", async () => {
  const ids = await publishThree(city);

  const { id } = await merge(city.secretariat(), ids);

  expect(
    await show(
      city,
      id,
      `title quantity unitOfMeasure state version audience neededFrom neededTo urgency peopleServed submittedOn
       area { code } unit { id } mergedInto { id }
       merger { kind undoneAt mergedBy { role subject } quantities { quantity unitOfMeasure needs }
         children { leftAt need { externalId state mergedInto { id } } } }`,
    ),
  ).toEqual({
    title: "老人想在家里理发",
    quantity: 7,
    unitOfMeasure: "人次",
    state: "PUBLISHED",
    version: 1,
    audience: ["残疾人", "老年人"],
    neededFrom: "2026-09-10",
    neededTo: "2026-12-20",
    urgency: "URGENT",
    peopleServed: 7,
    submittedOn: "2026-09-01",
    area: { code: COMMUNITY },
    unit: { id: city.unit(FIRST) },
    mergedInto: null,
    merger: {
      kind: "SIMILAR",
      undoneAt: null,
      mergedBy: { role: "SECRETARIAT", subject: "te***" },
      quantities: [{ quantity: 7, unitOfMeasure: "人次", needs: 3 }],
      children: ["A1", "A2", "B1"].map((externalId) => ({
        leftAt: null,
        need: { externalId, state: "MERGED", mergedInto: { id } },
      })),
    },
  });
});

it("persons of several needs add up to 人次, because one may be in two", async () => {
  await publish(
    city,
    THREE.map((need) => ({ ...need, measure: "人" })),
  );
  const { id } = await merge(city.secretariat(), Object.values(await idsOf(city)));
  expect(await show(city, id)).toMatchObject({ quantity: 7, unitOfMeasure: "人次" });
});

it("one matter that was raised three times has the largest quantity, and the title that was given", async () => {
  const { id } = await merge(city.secretariat(), await publishThree(city), {
    kind: "SAME",
    title: "上门理发",
  });
  expect(await show(city, id)).toMatchObject({ title: "上门理发", quantity: 4, unitOfMeasure: "人次" });
});

it("quantities in different measures are not added, and it is said what they are", async () => {
  await publish(city, [...THREE.slice(0, 2), { unit: SECOND, number: "B1", quantity: 4, measure: "户" }]);
  const { id } = await merge(city.secretariat(), Object.values(await idsOf(city)));
  expect(
    await show(city, id, "quantity unitOfMeasure merger { quantities { quantity unitOfMeasure } }"),
  ).toEqual({
    quantity: null,
    unitOfMeasure: null,
    merger: {
      quantities: [
        { quantity: 3, unitOfMeasure: "人次" },
        { quantity: 4, unitOfMeasure: "户" },
      ],
    },
  });
});

it("only the one need is listed and matched, until the merging is undone", async () => {
  const ids = await publishThree(city);
  const { report } = await city.secretariat().upload({
    list: "resources",
    file: "单位,编号,资源名称,内容,数量,计量单位,服务范围,服务对象\n康禾医院,R1,上门理发,给老人在家理发,20,人次,全市,老年人\n",
  });
  const wanting = async (): Promise<unknown> => {
    const { data } = await city.secretariat().query<{
      resource: { wantedBy: { nodes: { need: { id: string } }[] } };
      needs: { nodes: { id: string }[] };
    }>(`query ($id: ID!) { resource(id: $id) { wantedBy { nodes { need { id } } } } needs { nodes { id } } }`, { id: report.results[0]?.id });
    return [
      data?.resource.wantedBy.nodes.map(({ need }) => need.id),
      data?.needs.nodes.map(({ id }) => id),
    ].map((list) => list?.sort());
  };
  const before = [[...ids].sort(), [...ids].sort()];
  expect(await wanting()).toEqual(before);

  const { id } = await merge(city.secretariat(), ids);
  expect(await wanting()).toEqual([[id], [id]]);

  await unmerge(city.secretariat(), id);
  expect(await wanting()).toEqual(before);
});

describe("what is refused writes nothing", () => {
  it("a need that is merged already, and one that was withdrawn", async () => {
    await publish(city, [...THREE, { unit: SECOND, number: "B2" }]);
    const { A1, A2, B1, B2 } = await idsOf(city);
    await merge(city.secretariat(), [A1, A2]);
    await city.db.query("update need set state = 'WITHDRAWN' where id = $1", [B2]);
    expect(await merge(city.secretariat(), [A1, B1])).toEqual({ code: "NEED_ALREADY_MERGED" });
    expect(await merge(city.secretariat(), [B2, B1])).toEqual({ code: "ALREADY_WITHDRAWN" });
    expect(await merge(city.secretariat(), [B1, "00000000-0000-7000-8000-000000000001"])).toEqual({
      code: "NOT_FOUND",
    });
    expect(await city.db.query("select id from need_merger")).toHaveLength(1);
  });

  it("a need that a project serves; and a merged need that a project serves stays merged", async () => {
    const [A1, A2, B1] = await publishThree(city);
    const projectise = (needId: string | undefined, title: string): Promise<unknown> =>
      city
        .secretariat()
        .query(
          `mutation ($input: ProjectiseInput!) { projectise(input: $input) { __typename ... on UserError { code } } }`,
          { input: { title, needIds: [needId], leadUnitId: city.unit(FIRST), idempotencyKey: title } },
        );
    await projectise(A1, "理发");
    expect(await merge(city.secretariat(), [A1, A2])).toEqual({ code: "NEED_IN_PROJECT" });
    const { id } = await merge(city.secretariat(), [A2, B1]);
    await projectise(id, "一起理发");
    expect(await unmerge(city.secretariat(), id)).toBe("NEED_IN_PROJECT");
    expect(await projectise(A2, "又理发")).toMatchObject({ errors: [{ extensions: { code: "NOT_FOUND" } }] });
    expect(await states(city)).toEqual({ A1: "PUBLISHED", A2: "MERGED", B1: "MERGED" });
  });

  it("one need alone, or the same twice", async () => {
    const [A1] = await publishThree(city);
    expect(await merge(city.secretariat(), [A1])).toEqual({ code: "BAD_USER_INPUT" });
    expect(await merge(city.secretariat(), [A1, A1?.toUpperCase()])).toEqual({ code: "BAD_USER_INPUT" });
  });
});
