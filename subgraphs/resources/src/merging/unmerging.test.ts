import { startCity, type City } from "../testing/city.ts";
import {
  FOR_FOUR,
  FOR_TWO,
  SECOND,
  THREE,
  merge,
  publish,
  publishThree,
  sheetOf,
  show,
  states,
  unmerge,
  type GivenNeed,
} from "./testing/given-needs.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
beforeEach(() => city.clear());

describe("undoing", () => {
  const CONTENT = `select external_id, unit_id, title, description, quantity, area_code, needed_from, needed_to,
    state, content_hash, source_hash, confirmed_on, updated_at, published_at, tokens
    from need where external_id is not null order by external_id`;

  it("leaves everything as it was before, and is kept with who and when", async () => {
    const ids = await publishThree(city);
    const before = await city.db.query<object[]>(CONTENT);
    const { id } = await merge(city.secretariat(), ids);

    expect(await unmerge(city.secretariat(), id)).toEqual(["A1", "A2", "B1"]);

    expect(await city.db.query(CONTENT)).toEqual(before);
    expect(
      await show(
        city,
        id,
        "state merger { undoneAt undoneBy { role } children { leftAt need { externalId } } }",
      ),
    ).toEqual({
      state: "WITHDRAWN",
      merger: {
        undoneAt: "2026-09-03T01:00:00.000Z",
        undoneBy: { role: "SECRETARIAT" },
        children: ["A1", "A2", "B1"].map((externalId) => ({
          leftAt: "2026-09-03T01:00:00.000Z",
          need: { externalId },
        })),
      },
    });
  });

  it("is refused where there is nothing to undo", async () => {
    const ids = await publishThree(city);
    expect(await unmerge(city.secretariat(), ids[0])).toBe("NOT_MERGED");
    const { id } = await merge(city.secretariat(), ids);
    await unmerge(city.secretariat(), id);
    expect(await unmerge(city.secretariat(), id)).toBe("NOT_MERGED");
  });

  it("a merged need can be merged on; then the outer merging is undone first", async () => {
    const needs = [...THREE, { unit: SECOND, number: "B2", quantity: 3 }];
    const { A1, A2, B1, B2 } = await publish(city, needs);
    const inner = await merge(city.secretariat(), [A1, A2, B1]);
    const outer = await merge(city.secretariat(), [inner.id, B2]);
    expect(await show(city, outer.id)).toMatchObject({ quantity: 10, unitOfMeasure: "人次" });

    await publish(city, [{ ...FOR_TWO, quantity: 5 }]);
    expect(await show(city, outer.id)).toMatchObject({ quantity: 13 });

    expect(await unmerge(city.secretariat(), inner.id)).toBe("NEED_ALREADY_MERGED");
    await unmerge(city.secretariat(), outer.id);
    expect(await show(city, inner.id)).toMatchObject({ quantity: 10, state: "PUBLISHED" });
    expect(await unmerge(city.secretariat(), inner.id)).toEqual(["A1", "A2", "B1"]);
  });
});

describe("who asks twice, or at once", () => {
  it("with the same key there is one merging; the key takes no other needs", async () => {
    const [A1, A2, B1] = await publishThree(city);
    const more = { idempotencyKey: "一" };
    const first = await merge(city.secretariat(), [A1, A2], more);
    expect(await merge(city.secretariat(), [A2, A1], more)).toEqual(first);
    expect(await merge(city.secretariat(), [A1, B1], more)).toEqual({ code: "IDEMPOTENCY_CONFLICT" });
    expect(await city.db.query("select id from need_merger")).toHaveLength(1);
    expect(await unmerge(city.secretariat(), first.id, "二")).toEqual(["A1", "A2"]);
    expect(await unmerge(city.secretariat(), first.id, "二")).toEqual(["A1", "A2"]);
  });

  it("of two who merge overlapping sets at once one is told that it is merged already", async () => {
    for (let round = 0; round < 5; round += 1) {
      await city.clear();
      const [A1, A2, B1] = await publishThree(city);
      const answers = await Promise.all([
        merge(city.as({ role: "SECRETARIAT", subject: "one" }), [A1, A2]),
        merge(city.as({ role: "SECRETARIAT", subject: "two" }), [B1, A2]),
      ]);
      expect(answers.map(({ code }) => code).sort()).toEqual(["NEED_ALREADY_MERGED", undefined]);
      expect(Object.values(await states(city)).sort()).toEqual(["MERGED", "MERGED", "PUBLISHED"]);
    }
  });

  it("a need whose withdrawal is under way is not merged when that is done", async () => {
    const [A1, A2] = await publishThree(city);
    const withdrawing = city.db.createQueryRunner();
    await withdrawing.startTransaction();
    await withdrawing.query("update need set state = 'WITHDRAWN' where id = $1", [A2]);
    const merging = merge(city.secretariat(), [A1, A2]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await withdrawing.commitTransaction();
    await withdrawing.release();
    expect(await merging).toEqual({ code: "ALREADY_WITHDRAWN" });
    expect(await states(city)).toMatchObject({ A1: "PUBLISHED", A2: "WITHDRAWN" });
  });

  it("two units that change theirs at once are both heard", async () => {
    const { id } = await merge(city.secretariat(), await publishThree(city));
    const change = (need: GivenNeed, quantity: number): Promise<unknown> =>
      city.clerkOf(need.unit).upload({ list: "needs", file: sheetOf([{ ...need, quantity }]) });
    for (let round = 1; round <= 5; round += 1) {
      await Promise.all([change(FOR_TWO, 10 + round), change(FOR_FOUR, 20 + round)]);
      expect(await show(city, id)).toMatchObject({ quantity: 31 + 2 * round });
    }
  });
});
