import { differencesBetween } from "./schema-differences.ts";

const before = "type A { a: Int b: Int } enum E { X }";

test("equal texts differ in nothing", () => {
  expect(differencesBetween(before, before)).toEqual([]);
});

test("what was added, removed and changed is named", () => {
  const after = "type A { a: String c: Int } enum E { X Y } input I { i: Int }";
  expect(differencesBetween(before, after).sort()).toEqual([
    "+ A.c",
    "+ E.Y",
    "+ I",
    "+ I.i",
    "- A.b",
    "~ A.a",
  ]);
});

test("another order is a difference too", () => {
  expect(differencesBetween(before, "enum E { X } type A { a: Int b: Int }")).toEqual([
    "~ formatting or order",
  ]);
});
