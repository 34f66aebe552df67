import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../testing/temporary-folder.ts";
import { type City, cityToLoad, openCity } from "./city-folder.ts";

const folders = temporaryFolders();
afterAll(() => {
  folders.removeAll();
});

const REQUIRED = ["areas.csv", "units.csv", "resources.csv", "needs.csv"];

function cityWith(files: readonly string[], areas = "code\n341881\n"): string {
  const folder = folders.make();
  for (const file of files) writeFileSync(join(folder, file), file === "areas.csv" ? areas : "id\n1\n");
  return folder;
}

function loaded(city: City, isDone: boolean): Parameters<typeof cityToLoad>[1] {
  return { folder: city.folder, fingerprint: city.fingerprint, isDone };
}

test("the lists come in the order in which each finds what it refers to; other files are ignored", () => {
  const folder = cityWith([
    "offers.csv",
    "merchants.csv",
    "notes.csv",
    "volunteer_services.csv",
    "teams.csv",
    ...REQUIRED,
  ]);
  mkdirSync(join(folder, "as_sent"));
  expect(openCity(folder).lists.map(({ list }) => list)).toEqual([
    "areas",
    "units",
    "teams",
    "volunteer-services",
    "merchants",
    "offers",
    "resources",
    "needs",
  ]);
});

test("teams, services, merchants and offers may be missing", () => {
  expect(openCity(cityWith(REQUIRED)).lists.map(({ list }) => list)).toEqual([
    "areas",
    "units",
    "resources",
    "needs",
  ]);
});

test("a city without a file that is needed is refused with the names of what is missing", () => {
  expect(() => openCity(cityWith(["areas.csv", "resources.csv"]))).toThrow(/缺少 units\.csv、needs\.csv/);
  expect(() => openCity("/nowhere")).toThrow(/城市目录不存在/);
});

describe("what is loaded at a start", () => {
  const sample = cityWith(REQUIRED);
  const other = cityWith(REQUIRED, "code\n341882\n");
  const ask = (asked: { city?: string; empty?: boolean }): Parameters<typeof cityToLoad>[0] => ({
    city: null,
    empty: false,
    sample,
    ...asked,
  });

  test("the sample, or the city asked for, at the first start", () => {
    expect(cityToLoad(ask({}), null)?.folder).toBe(sample);
    expect(cityToLoad(ask({ city: other }), null)?.folder).toBe(other);
    expect(cityToLoad(ask({ empty: true }), null)).toBeNull();
  });

  test("nothing more at a later start", () => {
    expect(cityToLoad(ask({}), loaded(openCity(other), true))).toBeNull();
    expect(cityToLoad(ask({ city: other }), loaded(openCity(other), true))).toBeNull();
  });

  test("a loading that was cut off goes on, with its own city", () => {
    expect(cityToLoad(ask({}), loaded(openCity(other), false))?.folder).toBe(other);
  });

  test("a city that has only moved is the same city", () => {
    const moved = cityWith(REQUIRED, "code\n341882\n");
    expect(cityToLoad(ask({ city: moved }), loaded(openCity(other), true))).toBeNull();
  });

  test("another city than the one held is refused, and so is none", () => {
    expect(() => cityToLoad(ask({ city: other }), loaded(openCity(sample), true))).toThrow(/已载入城市/);
    expect(() => cityToLoad(ask({ empty: true }), loaded(openCity(sample), true))).toThrow(/已载入城市/);
  });

  test("a data folder started empty stays empty until a city is asked for", () => {
    const empty = { folder: null, fingerprint: null, isDone: true };
    expect(cityToLoad(ask({}), empty)).toBeNull();
    expect(cityToLoad(ask({ city: other }), empty)?.folder).toBe(other);
  });
});
