import { clockOf } from "@gongjian/shared/clock";
import { newId } from "@gongjian/shared/id";
import { sample } from "@gongjian/shared/testing/sample-city";
import { setTimeout as sleep } from "node:timers/promises";
import { NANSHAN, startCity, XIJIN, type City } from "../testing/city.ts";
import { prunePlans } from "./prune-plans.ts";
import { askForPlan, seePlan, startPlanner, untilEnded } from "./testing/planner.ts";
import { EAST, publishWheelchairs, UNIT_A } from "./testing/wheelchairs.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
beforeEach(async () => {
  await city.clear();
  await city.db.query("truncate match_plan cascade");
});

const ASKED = { areaCode: XIJIN, idempotencyKey: "一" };

async function publishOne(): Promise<void> {
  await publishWheelchairs(city, {
    needs: [{ count: 1, place: EAST }],
    supplies: [{ unit: UNIT_A, place: EAST, quantity: 1 }],
  });
}

async function publishSample(): Promise<void> {
  for (const list of ["resources", "needs"] as const) {
    await city.secretariat().upload({ list, file: sample(`${list}.csv`) });
  }
}

async function untilRunning(id: string | undefined): Promise<void> {
  while ((await seePlan(city.secretariat(), id))?.state !== "RUNNING") await sleep(10);
}

async function cancel(planId: string | undefined): Promise<unknown> {
  const { data } = await city.secretariat().query<{ cancelMatchPlan: unknown }>(
    `mutation ($input: CancelMatchPlanInput!) { cancelMatchPlan(input: $input) {
       ... on CancelMatchPlanSuccess { plan { state } } ... on UserError { code } } }`,
    { input: { planId } },
  );
  return data?.cancelMatchPlan;
}

async function countLines(): Promise<number | undefined> {
  const [row] = await city.db.query<{ count: number }[]>(
    "select count(*)::integer as count from match_plan_line",
  );
  return row?.count;
}

describe("asking for a plan", () => {
  it("answers at once with a plan that waits, and says by which role it was asked for", async () => {
    const { plan } = await askForPlan(city.secretariat(), ASKED);
    expect(await seePlan(city.secretariat(), plan?.id)).toMatchObject({
      state: "QUEUED",
      requestedByRole: "SECRETARIAT",
      progress: { phase: null, done: 0, of: 0 },
      summary: null,
      goals: [],
      fairness: null,
    });
  });

  it("twice with one key makes one plan, and with the key for something else is refused", async () => {
    const caller = city.secretariat();
    const [first, again] = [await askForPlan(caller, ASKED), await askForPlan(caller, ASKED)];
    expect(again.plan?.id).toBe(first.plan?.id);
    expect((await askForPlan(caller, { ...ASKED, unitCap: 3 })).code).toBe("IDEMPOTENCY_CONFLICT");
  });

  it("is refused while another of the area is made, at the same moment too, and not for another area", async () => {
    const caller = city.secretariat();
    const asked = await Promise.all(
      ["一", "二", "三"].map((idempotencyKey) => askForPlan(caller, { areaCode: XIJIN, idempotencyKey })),
    );
    const [made] = asked.filter(({ code }) => code === undefined);
    const refused = asked.filter(({ code }) => code === "PLAN_UNDER_WAY");
    expect(refused.map(({ plan }) => plan?.id)).toEqual([made?.plan?.id, made?.plan?.id]);
    expect((await askForPlan(caller, { areaCode: NANSHAN, idempotencyKey: "四" })).plan?.state).toBe(
      "QUEUED",
    );
  });

  it("for fairness before anybody is served is refused: doing nothing is fairest", async () => {
    for (const goals of [
      ["FAIR", "SERVED"],
      ["SCORE", "FAIR"],
    ]) {
      expect((await askForPlan(city.secretariat(), { ...ASKED, goals })).code).toBe("FAIR_BEFORE_SERVED");
    }
  });

  it.each([
    ["no goal", { goals: [] }, "BAD_USER_INPUT"],
    ["a goal named twice", { goals: ["SCORE", "SCORE"] }, "BAD_USER_INPUT"],
    ["a cap of nothing", { unitCap: 0 }, "BAD_USER_INPUT"],
    ["more candidates than a plan looks at", { candidatesPerNeed: 51 }, "BAD_USER_INPUT"],
    ["a score above one", { minScore: 1.5 }, "BAD_USER_INPUT"],
    ["an area that is none", { areaCode: "341899" }, "NOT_FOUND"],
    ["an area in words", { areaCode: "西津街道" }, "BAD_USER_INPUT"],
  ])("with %s is refused", async (_, wrong, code) => {
    const { errors } = await city
      .secretariat()
      .query(`mutation ($input: PlanMatchesInput!) { planMatches(input: $input) { __typename } }`, {
        input: { ...ASKED, ...wrong },
      });
    expect(errors?.[0]?.extensions).toMatchObject({ code });
    expect(await city.db.query("select from match_plan")).toEqual([]);
  });
});

describe("calling a plan off", () => {
  it("before it is begun leaves nothing to do", async () => {
    await publishOne();
    const { plan } = await askForPlan(city.secretariat(), ASKED);
    expect(await cancel(plan?.id)).toEqual({ plan: { state: "CANCELLED" } });
    expect(await cancel(plan?.id)).toEqual({ plan: { state: "CANCELLED" } });

    const planner = await startPlanner(city);
    const next = await askForPlan(city.secretariat(), { ...ASKED, idempotencyKey: "二" });
    expect((await untilEnded(city.secretariat(), next.plan?.id)).state).toBe("DONE");
    await planner.stop();
    expect(await seePlan(city.secretariat(), plan?.id)).toMatchObject({
      state: "CANCELLED",
      lines: { nodes: [] },
    });
  });

  it("while it is made stops the work, and the next one is free to go", async () => {
    await publishSample();
    const planner = await startPlanner(city);
    const { plan } = await askForPlan(city.secretariat(), { ...ASKED, areaCode: "341881" });
    await untilRunning(plan?.id);
    expect(await cancel(plan?.id)).toEqual({ plan: { state: "CANCELLED" } });

    // The one worker takes this up only when it has left the other.
    const next = await askForPlan(city.secretariat(), { areaCode: "341881006002", idempotencyKey: "二" });
    expect((await untilEnded(city.secretariat(), next.plan?.id)).state).toBe("DONE");
    expect(await seePlan(city.secretariat(), plan?.id)).toMatchObject({
      state: "CANCELLED",
      lines: { nodes: [] },
    });
    await planner.stop();
  });

  it("comes too late when it is made", async () => {
    await publishOne();
    const planner = await startPlanner(city);
    const { plan } = await askForPlan(city.secretariat(), ASKED);
    await untilEnded(city.secretariat(), plan?.id);
    expect(await cancel(plan?.id)).toEqual({ code: "PLAN_FINISHED" });
    expect(await countLines()).toBe(1);
    await planner.stop();
  });
});

describe("a process that goes away", () => {
  it("in order hands the plan back, and the next process makes it", async () => {
    await publishSample();
    const first = await startPlanner(city);
    const { plan } = await askForPlan(city.secretariat(), { ...ASKED, areaCode: "341881" });
    await untilRunning(plan?.id);
    await first.stop();
    expect((await seePlan(city.secretariat(), plan?.id))?.state).toBe("QUEUED");

    const second = await startPlanner(city);
    expect(await untilEnded(city.secretariat(), plan?.id)).toMatchObject({ state: "DONE", needCount: 320 });
    await second.stop();
  });

  it("without a word leaves a plan that reads as failed and is in nobody's way", async () => {
    const { plan } = await askForPlan(city.secretariat(), ASKED);
    await city.db.query(
      "update match_plan set state = 'RUNNING', phase = 'SOLVING', heartbeat_at = now() - interval '61 seconds'",
    );
    expect(await seePlan(city.secretariat(), plan?.id)).toMatchObject({
      state: "FAILED",
      failureCode: "PLAN_ABANDONED",
      progress: { phase: null },
    });
    expect((await askForPlan(city.secretariat(), { ...ASKED, idempotencyKey: "二" })).plan?.state).toBe(
      "QUEUED",
    );
  });

  it("and a job that was lost leaves no plan that waits for ever", async () => {
    const { plan } = await askForPlan(city.secretariat(), ASKED);
    await city.db.query("update match_plan set heartbeat_at = now() - interval '61 minutes'");
    expect(await seePlan(city.secretariat(), plan?.id)).toMatchObject({ failureCode: "PLAN_ABANDONED" });

    const planner = await startPlanner(city);
    const next = await askForPlan(city.secretariat(), { ...ASKED, idempotencyKey: "二" });
    expect((await untilEnded(city.secretariat(), next.plan?.id)).state).toBe("DONE");
    expect((await seePlan(city.secretariat(), plan?.id))?.state).toBe("FAILED");
    await planner.stop();
  });

  it("but work that fails says so, and tells nobody why", async () => {
    await publishOne();
    const { plan } = await askForPlan(city.secretariat(), ASKED);
    await city.db.query("alter table match_plan_line add constraint broken check (false)");
    const planner = await startPlanner(city);
    expect(await untilEnded(city.secretariat(), plan?.id)).toMatchObject({
      state: "FAILED",
      failureCode: "PLAN_FAILED",
    });
    await planner.stop();
    await city.db.query("alter table match_plan_line drop constraint broken");
  });
});

describe("finding plans again", () => {
  async function plansOf(areaCode: string): Promise<string[]> {
    const { data } = await city
      .secretariat()
      .query<{ matchPlans: { nodes: { id: string }[] } }>(
        `query ($areaCode: ID!) { matchPlans(areaCode: $areaCode) { nodes { id } } }`,
        { areaCode },
      );
    return (data?.matchPlans.nodes ?? []).map(({ id }) => id);
  }

  it("an area lists its own and those below it, newest first", async () => {
    const caller = city.secretariat();
    const ids: (string | undefined)[] = [];
    for (const areaCode of ["341881", XIJIN, `${XIJIN}002`]) {
      ids.unshift((await askForPlan(caller, { areaCode, idempotencyKey: areaCode })).plan?.id);
    }
    expect(await plansOf("341881")).toEqual(ids);
    expect(await plansOf(XIJIN)).toEqual(ids.slice(0, 2));
    expect(await plansOf(NANSHAN)).toEqual([]);
  });

  it("a committee lists those of its area that are not another committee's", async () => {
    const [own, other] = [newId(), newId()];
    const { plan } = await askForPlan(city.secretariat(), { ...ASKED, committeeId: own });
    const { data } = await city
      .secretariat()
      .query<{ _entities: { matchPlans: { nodes: { id: string }[] } }[] }>(
        `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Committee {
         matchPlans { nodes { id } } } } }`,
        {
          keys: [own, other].map((id) => ({
            __typename: "Committee",
            id,
            area: { __typename: "Area", code: XIJIN },
          })),
        },
      );
    expect(data?._entities.map(({ matchPlans }) => matchPlans.nodes)).toEqual([[{ id: plan?.id }], []]);
  });

  it("pages through the lines without losing or repeating one", async () => {
    await publishWheelchairs(city, {
      needs: [{ count: 5, place: EAST }],
      supplies: [{ unit: UNIT_A, place: EAST, quantity: 9 }],
    });
    const planner = await startPlanner(city);
    const { plan } = await askForPlan(city.secretariat(), ASKED);
    await untilEnded(city.secretariat(), plan?.id);
    await planner.stop();
    const page = async (after: string | null): Promise<{ numbers: string[]; end: string | null }> => {
      const { data } = await city.secretariat().query<{
        matchPlan: {
          lines: { nodes: { need: { externalId: string } }[]; pageInfo: { endCursor: string | null } };
        };
      }>(
        `query ($id: ID!, $after: String) { matchPlan(id: $id) { lines(first: 3, after: $after) {
           nodes { need { externalId } } pageInfo { endCursor } } } }`,
        { id: plan?.id, after },
      );
      const lines = data?.matchPlan.lines;
      const numbers = (lines?.nodes ?? []).map(({ need }) => need.externalId);
      return { numbers, end: lines?.pageInfo.endCursor ?? null };
    };
    const first = await page(null);
    const second = await page(first.end);
    expect([...first.numbers, ...second.numbers].sort()).toEqual(["N1", "N2", "N3", "N4", "N5"]);
  });
});

describe("plans of long ago", () => {
  it("are forgotten after a month, with all that hung on them", async () => {
    await publishOne();
    const planner = await startPlanner(city);
    const { plan } = await askForPlan(city.secretariat(), ASKED);
    await untilEnded(city.secretariat(), plan?.id);
    await planner.stop();
    const on = (day: string): Date => clockOf(() => new Date(`${day}T09:00:00+08:00`)).now();

    await prunePlans(city.appDb, on("2026-10-03"));
    expect(await countLines()).toBe(1);
    await prunePlans(city.appDb, on("2026-10-04"));
    expect(await countLines()).toBe(0);
    expect(await seePlan(city.secretariat(), plan?.id)).toBeNull();
  });
});
