import { newId } from "./id.ts";
import { may, viewerSchema, type Viewer } from "./viewer.ts";

const unitId = newId();

function viewer(partial: Partial<Viewer>): Viewer {
  return viewerSchema.parse({ role: "PUBLIC", subject: "s", unitId: null, areaCode: null, ...partial });
}

test("a unit's clerk publishes for the own unit only", () => {
  const clerk = viewer({ role: "UNIT_CLERK", unitId });
  expect(may(clerk, "list.publish", { unitId, areaCode: "341881001001" })).toBe(true);
  expect(may(clerk, "list.publish", { unitId: newId(), areaCode: "341881001001" })).toBe(false);
});

test("a secretariat publishes for every unit of its area, and not beside it", () => {
  const secretariat = viewer({ role: "SECRETARIAT", areaCode: "341881001" });
  expect(may(secretariat, "list.publish", { unitId, areaCode: "341881001002" })).toBe(true);
  expect(may(secretariat, "list.publish", { unitId, areaCode: "341881002001" })).toBe(false);
  expect(may(secretariat, "list.publish", { unitId })).toBe(false);
});

test("a secretariat without an area has the whole city", () => {
  expect(may(viewer({ role: "SECRETARIAT" }), "list.publish", { unitId, areaCode: "341881002001" })).toBe(
    true,
  );
});

test("a volunteer transfers from the own account only", () => {
  const volunteer = viewer({ role: "VOLUNTEER", subject: "v1" });
  expect(may(volunteer, "time.transfer", { subject: "v1" })).toBe(true);
  expect(may(volunteer, "time.transfer", { subject: "v2" })).toBe(false);
});

test("what is not granted is refused: a dashboard writes nothing, the public sees no candidates", () => {
  expect(may(viewer({ role: "DASHBOARD" }), "list.publish")).toBe(false);
  expect(may(viewer({}), "candidate.read")).toBe(false);
});

test.each([
  ["UNIT_CLERK", null, null],
  ["UNIT_HEAD", null, "341881"],
  ["SECRETARIAT", unitId, null],
  ["GRID_WORKER", null, null],
])("%s with unit %s and area %s is no viewer at all", (role, unit, areaCode) => {
  expect(viewerSchema.safeParse({ role, subject: "s", unitId: unit, areaCode }).success).toBe(false);
});

test.each(["", "a\0b", "a\nb", "a\u202eb", "\ud800"])("the subject %j is refused", (subject) => {
  const claims = { role: "PUBLIC", subject, unitId: null, areaCode: null };
  expect(viewerSchema.safeParse(claims).success).toBe(false);
});
