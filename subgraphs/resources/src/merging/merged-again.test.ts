import { startCity, type City } from "../testing/city.ts";
import {
  FIRST,
  FOR_FOUR,
  SECOND,
  THREE,
  idsOf,
  merge,
  publish,
  publishThree,
  sheetOf,
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

let id: string | undefined;
beforeEach(async () => {
  ({ id } = await merge(city.secretariat(), await publishThree(city)));
});

it("sent again as it was it stays merged, and nothing changes", async () => {
  const { report } = await city.clerkOf(SECOND).upload({
    list: "needs",
    file: sheetOf(THREE.slice(2)),
    params: { mode: "replace" },
  });
  expect(report.counts).toMatchObject({ unchanged: 1, changed: 0, withdrawn: 0 });
  expect(await states(city)).toEqual({ A1: "MERGED", A2: "MERGED", B1: "MERGED" });
  expect(await show(city, id, "version quantity")).toEqual({ version: 1, quantity: 7 });
});

it("changed by a clerk who may not write the other's need, the merged need follows", async () => {
  const file = sheetOf([{ ...FOR_FOUR, quantity: 6, to: "2027-01-15" }]);
  const { report } = await city.clerkOf(SECOND).upload({ list: "needs", file });
  expect(report.counts).toMatchObject({ changed: 1 });
  expect(await states(city)).toMatchObject({ B1: "MERGED" });
  expect(await show(city, id, "version quantity neededTo")).toEqual({
    version: 2,
    quantity: 9,
    neededTo: "2027-01-15",
  });
});

it("a list in mode replace does not withdraw what others were merged into, and exports without it", async () => {
  const clerk = city.clerkOf(FIRST);
  const { report } = await clerk.upload({
    list: "needs",
    file: sheetOf(THREE.slice(0, 2)),
    params: { mode: "replace" },
  });
  expect(report.counts).toMatchObject({ unchanged: 2, withdrawn: 0 });
  expect(await show(city, id)).toMatchObject({ state: "PUBLISHED" });
  const { body } = await clerk.get(`/lists/needs/export?format=csv`);
  expect(body.trim().split("\n")).toHaveLength(3);
});

it("withdrawn, alone or by a list that leaves it out, it leaves; sent again it stands for itself", async () => {
  const clerk = city.clerkOf(FIRST);
  await clerk.upload({ list: "needs", file: sheetOf(THREE.slice(0, 1)), params: { mode: "replace" } });
  expect(await states(city)).toEqual({ A1: "MERGED", A2: "WITHDRAWN", B1: "MERGED" });
  expect(await show(city, id)).toMatchObject({ quantity: 6, state: "PUBLISHED" });

  await publish(city, THREE);
  expect(await states(city)).toMatchObject({ A2: "PUBLISHED" });
  expect(await show(city, id)).toMatchObject({ quantity: 6 });
  expect(await unmerge(city.secretariat(), id)).toEqual(["A1", "B1"]);
});

it("the last but one to leave leaves a need of one, the last takes it along; its owner is who still asks", async () => {
  const ids = await idsOf(city);
  const withdraw = (needId = ""): Promise<unknown> =>
    city
      .secretariat()
      .query(`mutation { withdrawNeed(input: { needId: "${needId}" }) { ... on UserError { code } } }`);
  await withdraw(ids.A1);
  await withdraw(ids.A2);
  expect(await show(city, id, "quantity state unit { id }")).toEqual({
    quantity: 4,
    state: "PUBLISHED",
    unit: { id: city.unit(SECOND) },
  });
  await withdraw(ids.B1);
  expect(await show(city, id, "state")).toEqual({ state: "WITHDRAWN" });
  expect(await unmerge(city.secretariat(), id)).toBe("NOT_MERGED");
});

it("the merged need itself is not withdrawn but unmerged", async () => {
  const { data } = await city
    .clerkOf(FIRST)
    .query(`mutation ($id: ID!) { withdrawNeed(input: { needId: $id }) { ... on UserError { code } } }`, {
      id,
    });
  expect(data).toEqual({ withdrawNeed: { code: "NEED_FROM_MERGER" } });
});

it("a revision taken back leaves it merged with the earlier values; one made while merged does not merge again", async () => {
  const clerk = city.clerkOf(SECOND);
  await clerk.upload({ list: "needs", file: sheetOf([{ ...FOR_FOUR, quantity: 6 }]) });
  const undo = async (): Promise<void> => {
    const { data, errors } = await clerk.query(
      `mutation ($input: RevertPublicationInput!) { revertPublication(input: $input) { __typename } }`,
      {
        input: {
          list: "needs",
          unitId: city.unit(SECOND),
          undo: "LAST",
          idempotencyKey: `${Math.random()}`,
        },
      },
    );
    expect([data, errors]).toEqual([
      { revertPublication: { __typename: "RevertPublicationSuccess" } },
      undefined,
    ]);
  };
  await undo();
  expect(await states(city)).toMatchObject({ B1: "MERGED" });
  expect(await show(city, id)).toMatchObject({ quantity: 7 });

  await unmerge(city.secretariat(), id);
  await undo();
  expect(await states(city)).toMatchObject({ B1: "PUBLISHED" });
  expect(await show(city, (await idsOf(city)).B1)).toMatchObject({ quantity: 6 });
});
