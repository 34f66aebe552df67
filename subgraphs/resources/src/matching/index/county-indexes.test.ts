import { createTestDatabase, type TestDatabase } from "@gongjian/shared/testing/database";
import { dataSourceOptions } from "../../data-source.ts";
import { indexSupply } from "../supply-index.ts";
import { givenSupply } from "../testing/given.ts";
import { CountyIndexes } from "./county-indexes.ts";
import { SUPPLIES } from "./index-source.ts";
import { Interner } from "./interner.ts";

let database: TestDatabase;
let indexes: CountyIndexes;
const COUNTY = "341881";
const idOf = (n: number): string => `00000000-0000-7000-8000-${n.toString().padStart(12, "0")}`;

beforeAll(async () => {
  database = await createTestDatabase("resources", dataSourceOptions);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.owner.query("truncate supply");
  const vocabulary = { words: new Interner(), areas: new Interner(), units: new Interner() };
  indexes = new CountyIndexes(database.app, SUPPLIES, vocabulary);
});

const size = async (): Promise<number> => (await indexes.of(COUNTY)).size;
const publish = (n: number): Promise<void> =>
  database.owner.transaction((tx) => indexSupply(tx, [givenSupply({ id: idOf(n), ownerUnitId: null })]));

test("a row is found as soon as its publication is acknowledged, also by those who ask at once", async () => {
  expect(await size()).toBe(0);
  for (let n = 1; n <= 5; n++) {
    await publish(n);
    expect(await Promise.all([size(), size(), size()])).toEqual([n, n, n]);
  }
});

test("a publication that took long is not missed because others were quicker", async () => {
  const slow = database.owner.createQueryRunner();
  await slow.startTransaction();
  await indexSupply(slow.manager, [givenSupply({ id: idOf(1), ownerUnitId: null })]);
  await publish(2);
  expect(await size()).toBe(1);
  await publish(3);
  expect(await size()).toBe(2);
  await slow.commitTransaction();
  await slow.release();
  expect(await size()).toBe(3);
});

test("a withdrawn row leaves, and one that is published again returns", async () => {
  await publish(1);
  expect(await size()).toBe(1);
  await database.owner.query("update supply set state = 'WITHDRAWN'");
  expect(await size()).toBe(0);
  await database.owner.query("update supply set state = 'PUBLISHED'");
  expect(await size()).toBe(1);
});

test("a confirmation, which changes nothing that is searched, is not read again", async () => {
  await publish(1);
  const before = await indexes.of(COUNTY);
  await database.owner.query("update supply set confirmed_on = '2026-09-01'");
  expect(await indexes.of(COUNTY)).toBe(before);
});

test("when the database fails, the next call tries again", async () => {
  await publish(1);
  const failing = jest.spyOn(database.app, "query").mockRejectedValueOnce(new Error("gone"));
  await expect(indexes.of(COUNTY)).rejects.toThrow("gone");
  failing.mockRestore();
  expect(await size()).toBe(1);
});
