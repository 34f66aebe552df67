import { sample, sampleRows } from "@gongjian/shared/testing/sample-city";
import { FILLED_IN, startCity, type City } from "../testing/city.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());

test("the whole sample is taken; remarked on are lines past their period, and needs whose text contradicts their category", async () => {
  const resources = await city
    .secretariat()
    .upload({ list: "resources", file: sample("resources.csv"), params: { filename: "resources.csv" } });
  const needs = await city.secretariat().upload({ list: "needs", file: sample("needs.csv") });

  expect(resources.status).toBe(200);
  expect(resources.report.counts).toMatchObject({ total: 320, new: 320, refused: 0 });
  expect(new Set(resources.report.problems.map(({ code }) => code))).toEqual(new Set(["ROW_EXPIRED"]));
  const expired = sampleRows("resources.csv").filter(({ valid_to: to = "" }) => to < FILLED_IN);
  expect(resources.report.counts.corrected).toBe(expired.length);
  expect(needs.report.counts).toMatchObject({ total: 320, new: 320, refused: 0 });
  const ids = sampleRows("needs.csv").map(({ id = "" }) => id);
  const doubted = needs.report.problems.filter(({ code }) => code === "CATEGORY_DOUBTFUL");
  expect(needs.report.counts.corrected).toBe(doubted.length);
  // The sample was given some wrong categories on purpose; the others read as another category as well.
  expect(doubted.length).toBeLessThanOrEqual(10);
  const truth = new Map(sampleRows("needs_truth.csv").map((row) => [row.need_id, row]));
  const isWrong = ({ row }: { row: number }): boolean => {
    const line = truth.get(ids[row - 2]);
    return line?.given_category !== line?.true_category;
  };
  expect(doubted.filter(isWrong).length).toBeGreaterThanOrEqual(doubted.length / 2);
  expect(doubted.filter(isWrong).length).toBeGreaterThanOrEqual(3);
});
