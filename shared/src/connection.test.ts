import { decodeCursor, idAfter, paginate } from "./connection.ts";

test("a page knows whether another follows and where it starts", () => {
  const page = paginate(["a", "b", "c"], 2, (node) => node);
  expect(page.nodes).toEqual(["a", "b"]);
  expect(page.pageInfo.hasNextPage).toBe(true);
  expect(decodeCursor(page.pageInfo.endCursor, () => true)).toBe("b");
});

test("an empty list is a page without an end", () => {
  expect(paginate([], 2, String).pageInfo).toEqual({ hasNextPage: false, endCursor: null });
});

test("a cursor that is not ours is refused", () => {
  expect(() => decodeCursor("%%%", () => true)).toThrow("游标");
  const { endCursor } = paginate(["a"], 1, (node) => node).pageInfo;
  expect(() => idAfter({ after: endCursor ?? "" })).toThrow("游标");
});
