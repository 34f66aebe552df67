import { sample, sampleRows } from "@gongjian/shared/testing/sample-city";
import { FILLED_IN, startCity, type City } from "../testing/city.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());

test("the whole sample is taken, and only lines past their period are remarked on", async () => {
  const resources = await city
    .secretariat()
    .upload({ list: "resources", file: sample("resources.csv"), params: { filename: "resources.csv" } });
  const needs = await city.secretariat().upload({ list: "needs", file: sample("needs.csv") });

  expect(resources.status).toBe(200);
  expect(resources.report.counts).toMatchObject({ total: 320, new: 320, refused: 0 });
  expect(new Set(resources.report.problems.map(({ code }) => code))).toEqual(new Set(["ROW_EXPIRED"]));
  const expired = sampleRows("resources.csv").filter(({ valid_to: to = "" }) => to < FILLED_IN);
  expect(resources.report.counts.corrected).toBe(expired.length);
  expect(needs.report.counts).toMatchObject({ total: 320, new: 320, refused: 0, corrected: 0 });
});
