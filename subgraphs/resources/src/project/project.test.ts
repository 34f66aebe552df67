import { startCity, type City } from "../testing/city.ts";
import { arrangeLists, ASKER, HOSPITAL, residuals, SCHOOL, type Arranged } from "./testing/residuals.ts";

let city: City;
let given: Arranged;
beforeAll(async () => {
  city = await startCity();
});
beforeEach(async () => {
  given = await arrangeLists(city);
});
afterEach(() => city.clear());
afterAll(() => city.stop());

const PROJECTISE = `mutation ($input: ProjectiseInput!) { projectise(input: $input) {
  __typename
  ... on ProjectiseSuccess { project { id title progress version lead { id } partners { id }
    needs { externalId } commitments { quantity unitOfMeasure resource { externalId } need { externalId } unit { id } } } }
  ... on Overcommitted { side rowId asked left }
  ... on UserError { code message } } }`;

const WITHDRAW = `mutation ($input: WithdrawFromProjectInput!) { withdrawFromProject(input: $input) {
  __typename
  ... on WithdrawFromProjectSuccess { project { progress version partners { id } commitments { quantity }
    withdrawals { unit { id } reason withdrawnAt } } }
  ... on UserError { code message } } }`;

interface Made {
  projectise: { __typename: string; code?: string; left?: number; project?: { id: string } };
}
interface Left {
  withdrawFromProject: Record<string, unknown>;
}

/** A project of both needs: 20 wheelchairs of the hospital and 40 chairs of the school. */
function projectOfTwo(changes: object = {}): object {
  return {
    title: "共享出行与邻里集市",
    leadUnitId: city.unit(ASKER),
    needIds: [given.ramp, given.fair],
    commitments: [
      { resourceId: given.wheelchairs, needId: given.ramp, quantity: 20 },
      { resourceId: given.chairs, needId: given.fair, quantity: 40 },
    ],
    idempotencyKey: "立项一",
    ...changes,
  };
}

async function projectise(input = projectOfTwo(), caller = city.secretariat()): Promise<Made["projectise"]> {
  const { data, errors } = await caller.query<Made>(PROJECTISE, { input });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.projectise;
}

describe("a project made of two needs", () => {
  test("shows who leads it, who takes part, and what it takes", async () => {
    expect(await projectise()).toMatchObject({
      __typename: "ProjectiseSuccess",
      project: {
        progress: "PLANNED",
        version: 1,
        lead: { id: city.unit(ASKER) },
        partners: expect.arrayContaining([{ id: city.unit(HOSPITAL) }, { id: city.unit(SCHOOL) }]) as object,
        needs: [{ externalId: "N1" }, { externalId: "N2" }],
        commitments: expect.arrayContaining([
          {
            quantity: 20,
            unitOfMeasure: "辆",
            resource: { externalId: "R1" },
            need: { externalId: "N1" },
            unit: { id: city.unit(HOSPITAL) },
          },
        ]) as object,
      },
    });
    expect(await residuals(city, given)).toEqual([60, 60, 10, 10]);
  });

  test("when one partner withdraws, its promise is released, the project is at risk, and the need has that much more to ask", async () => {
    const { project } = await projectise(
      projectOfTwo({
        commitments: [
          { resourceId: given.wheelchairs, needId: given.ramp, quantity: 20 },
          { resourceId: given.wheelchairs, needId: given.fair, quantity: 5 },
          { resourceId: given.chairs, needId: given.fair, quantity: 40 },
        ],
      }),
    );
    await city.db.query("update need set unit_of_measure = null where id = $1", [given.fair]);
    expect(await residuals(city, given)).toEqual([55, 60, 10, 5]);
    const { data } = await city.clerkOf(HOSPITAL).query<Left>(WITHDRAW, {
      input: {
        projectId: project?.id,
        unitId: city.unit(HOSPITAL),
        reason: "轮椅要用于 13805631234 的病区",
        idempotencyKey: "退出一",
      },
    });
    expect(data?.withdrawFromProject).toEqual({
      __typename: "WithdrawFromProjectSuccess",
      project: {
        progress: "AT_RISK",
        version: 2,
        partners: [{ id: city.unit(SCHOOL) }],
        commitments: [{ quantity: 40 }],
        withdrawals: [
          {
            unit: { id: city.unit(HOSPITAL) },
            reason: "轮椅要用于 138****1234 的病区",
            withdrawnAt: "2026-09-03T01:00:00.000Z",
          },
        ],
      },
    });
    // Both needs grow by exactly what was released to each: 20 and 5.
    expect(await residuals(city, given)).toEqual([80, 60, 30, 10]);
    expect(await city.db.query("select jsonb_array_length(released) as n from project_withdrawal")).toEqual([
      { n: 2 },
    ]);
  });
});

describe("a partner that leaves", () => {
  test("says why to staff alone", async () => {
    const { project } = await projectise();
    await withdraw(city.clerkOf(HOSPITAL), { projectId: project?.id });
    const { data } = await city
      .as({ role: "PUBLIC" })
      .query(`{ project(id: "${project?.id ?? ""}") { withdrawals { reason unit { id } } } }`);
    expect(data).toEqual({
      project: { withdrawals: [{ reason: null, unit: { id: city.unit(HOSPITAL) } }] },
    });
  });

  test("leaves once though it says so twice with one key; with another key it is refused", async () => {
    const { project } = await projectise();
    const input = { projectId: project?.id };
    const first = await withdraw(city.clerkOf(HOSPITAL), input);
    expect(await withdraw(city.clerkOf(HOSPITAL), input)).toEqual(first);
    expect(await withdraw(city.clerkOf(HOSPITAL), { ...input, idempotencyKey: "退出二" })).toMatchObject({
      code: "PARTNER_ALREADY_WITHDRAWN",
    });
    expect(await withdraw(city.clerkOf(HOSPITAL), { ...input, reason: "又有别的原因" })).toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
    });
  });

  test("is a partner: nobody else leaves, and nobody for somebody else; nothing is written then", async () => {
    const { project } = await projectise();
    const lead = await withdraw(city.clerkOf(ASKER), { projectId: project?.id, unit: ASKER });
    expect(lead).toMatchObject({ code: "NOT_A_PARTNER" });
    const foreign = withdraw(city.clerkOf(ASKER), { projectId: project?.id, unit: HOSPITAL });
    await expect(foreign).rejects.toThrow("FORBIDDEN");
    expect(await city.db.query("select progress from project")).toEqual([{ progress: "PLANNED" }]);
  });
});

describe("a new project", () => {
  test("takes no more than is left, and says how much that is", async () => {
    await projectise();
    const second = await projectise(
      projectOfTwo({
        title: "另一个项目",
        needIds: [given.ramp],
        idempotencyKey: "立项二",
        commitments: [{ resourceId: given.wheelchairs, quantity: 61 }],
      }),
    );
    expect(second).toMatchObject({
      code: "OVERCOMMITTED",
      side: "RESOURCE",
      rowId: given.wheelchairs,
      asked: 61,
      left: 60,
    });
    const third = await projectise(
      projectOfTwo({
        title: "再一个项目",
        needIds: [given.ramp],
        idempotencyKey: "立项三",
        commitments: [{ resourceId: given.wheelchairs, quantity: 11 }],
      }),
    );
    expect(third).toMatchObject({ code: "OVERCOMMITTED", side: "NEED", rowId: given.ramp, left: 10 });
    expect(await city.db.query("select count(*)::integer as n from project")).toEqual([{ n: 1 }]);
    expect(await residuals(city, given)).toEqual([60, 60, 10, 10]);
  });

  test("is made once however often the request is sent", async () => {
    const first = await projectise();
    expect(await projectise()).toEqual(first);
    expect(await projectise(projectOfTwo({ commitments: [], idempotencyKey: "立项四" }))).toMatchObject({
      code: "PROJECT_EXISTS",
    });
    expect(await projectise(projectOfTwo({ title: "换了名字" }))).toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
    });
  });

  test("a clerk may lead it, but promise only what the own unit has", async () => {
    const { errors } = await city
      .clerkOf(ASKER)
      .query(PROJECTISE, { input: projectOfTwo({ leadUnitId: null }) });
    expect(errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
    const own = await projectise(
      projectOfTwo({
        leadUnitId: null,
        needIds: [given.ramp],
        commitments: [{ resourceId: given.wheelchairs, quantity: 3 }],
      }),
      city.clerkOf(HOSPITAL),
    );
    expect(own).toMatchObject({ project: { lead: { id: city.unit(HOSPITAL) }, partners: [] } });
    expect(await residuals(city, given)).toEqual([77, 100, 27, 50]);
  });
});

async function withdraw(
  caller: ReturnType<City["clerkOf"]>,
  { unit = HOSPITAL, ...changes }: Record<string, unknown> & { unit?: string },
): Promise<Record<string, unknown>> {
  const { data, errors } = await caller.query<Left>(WITHDRAW, {
    input: { unitId: city.unit(unit), reason: "另有任务", idempotencyKey: "退出一", ...changes },
  });
  if (!data) throw new Error(JSON.stringify(errors));
  return data.withdrawFromProject;
}

test("24 who want the same resource at once are never promised more than there is", async () => {
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, i) =>
      projectise(
        projectOfTwo({
          title: `项目 ${i}`,
          needIds: [given.fair],
          idempotencyKey: `并发 ${i}`,
          commitments: [{ resourceId: given.wheelchairs, quantity: 7 }],
        }),
      ),
    ),
  );
  const made = answers.filter(({ __typename }) => __typename === "ProjectiseSuccess");
  expect(made).toHaveLength(11);
  expect(answers.filter(({ code }) => code === "OVERCOMMITTED")).toHaveLength(13);
  expect((await residuals(city, given))[0]).toBe(3);
});

test("the database refuses what the service would have let through", async () => {
  const { project } = await projectise();
  const insert = (quantity: number): Promise<unknown> =>
    city.db.query(
      `insert into project_commitment (id, project_id, unit_id, resource_id, quantity)
       values (gen_random_uuid(), $1, $2, $3, $4)`,
      [project?.id, city.unit(HOSPITAL), given.wheelchairs, quantity],
    );
  await expect(insert(61)).rejects.toThrow("overcommitted");
  await insert(60);
  expect((await residuals(city, given))[0]).toBe(0);

  await city.db.query("update project set progress = 'DONE'");
  expect((await residuals(city, given))[0]).toBe(80);
  await city.db.query("update resource set quantity = 79 where id = $1", [given.wheelchairs]);
  await expect(city.db.query("update project set progress = 'ONGOING'")).rejects.toThrow("overcommitted");
});

test("a done project gives the resource back and keeps the need served; a stopped one serves nothing", async () => {
  await projectise();
  await city.db.query("update project set progress = 'DONE'");
  expect(await residuals(city, given)).toEqual([80, 100, 10, 10]);
  await city.db.query("update project set progress = 'STOPPED'");
  expect(await residuals(city, given)).toEqual([80, 100, 30, 50]);
});

test("a row without a quantity has no residual, and one lowered below its promises has nothing left", async () => {
  await projectise();
  await city.db.query("update resource set quantity = 5 where id = $1", [given.wheelchairs]);
  await city.db.query("update resource set quantity = null where id = $1", [given.chairs]);
  expect((await residuals(city, given)).slice(0, 2)).toEqual([0, null]);
});
