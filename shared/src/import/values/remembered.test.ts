import { expect, test } from "@jest/globals";
import { parseCell } from "../testing/cell.ts";
import { remembered, RecentMap } from "./remembered.ts";

test("a map of recent things stays bounded and keeps what is asked for", () => {
  const recent = new RecentMap<number>(10);
  recent.set("often", 1);
  for (let i = 0; i < 1_000; i++) {
    recent.set(`once ${i}`, i);
    expect(recent.get("often")).toBe(1);
  }
  expect(recent.get("once 0")).toBeUndefined();
});

test("a clean text is read once; one with a notice is read and told each time", () => {
  let reads = 0;
  const parse = remembered((sent, cell) => {
    reads++;
    if (sent === "odd") cell.correct("ODD", "odd");
    return sent.length;
  });
  expect([parseCell(parse, "fine"), parseCell(parse, "fine")].map(({ value }) => value)).toEqual([4, 4]);
  expect(reads).toBe(1);
  expect([parseCell(parse, "odd"), parseCell(parse, "odd")].map(({ corrected }) => corrected)).toEqual([
    ["ODD"],
    ["ODD"],
  ]);
  expect(reads).toBe(3);
});
