import { ROLES } from "@gongjian/shared/contracts/roles";
import { isWritableUnit } from "@gongjian/shared/database/row-security";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { newId } from "@gongjian/shared/id";
import { viewersAt } from "@gongjian/shared/testing/viewers";
import type { Viewer } from "@gongjian/shared/viewer";
import { NANSHAN, startCity, XIJIN, type City } from "./testing/city.ts";

const OWNER = "康禾医院";
const FOREIGNER = "启工职校";
const OWNER_AREA = "341881002002";
const SECRETARIAT: Viewer = { role: "SECRETARIAT", subject: "s", unitId: null, areaCode: null };

let city: City;

beforeAll(async () => {
  city = await startCity();
  const clerk = city.clerkOf(OWNER);
  await clerk.upload({ list: "resources", file: "编号,名称,服务范围\nR1,轮椅外借,全市\n" });
  await clerk.upload({ list: "needs", file: "编号,需求名称,地点\nN1,借轮椅,本社区\n" });
});
afterAll(() => city.stop());

test("asked once for a statement it answers as it does for one row, whoever asks, for every unit", async () => {
  const { role, unit, area } = {
    role: [...ROLES, "", "NOBODY"],
    unit: ["", city.unit(OWNER), city.unit(FOREIGNER)],
    area: ["", NANSHAN, XIJIN, OWNER_AREA, "3"],
  };
  const callers = role.flatMap((r) => unit.flatMap((u) => area.map((a) => [r, u, a, ""] as const)));
  const wrong: object[] = [];
  for (const caller of [...callers, ["", "", "", "on"] as const]) {
    const differing = await city.appDb.transaction(async (tx) => {
      await tx.query(
        `select set_config('gongjian.role', $1, true), set_config('gongjian.unit', $2, true),
           set_config('gongjian.area', $3, true), set_config('gongjian.system', $4, true)`,
        [...caller],
      );
      return tx.query<object[]>(
        `select id, one, all_at_once from (
           select id, coalesce(may_write_unit(id), false) as one,
             coalesce(${isWritableUnit("id")}, false) as all_at_once
           from (select id from unit union all select gen_random_uuid() union all select null) asked
         ) answered where one <> all_at_once`,
      );
    });
    if (differing.length > 0) wrong.push({ caller, differing });
  }
  expect(wrong).toEqual([]);
});

test.each([
  ["resource_unit_fkey", "update resource set unit_id = gen_random_uuid()"],
  ["resource_area_fkey", "update resource set coverage_area_code = '999999'"],
  ["need_unit_fkey", "update need set unit_id = gen_random_uuid()"],
  ["need_area_fkey", "update need set area_code = '999999'"],
  ["resource_unit_fkey", copyOf("unit_id", "gen_random_uuid()")],
  ["resource_area_fkey", copyOf("coverage_area_code", "'999999'")],
  [
    "resource_contact_resource_fkey",
    "insert into resource_contact (resource_id, unit_id) select gen_random_uuid(), unit_id from resource",
  ],
])("%s holds for those who may write, although it is no foreign key: %s", async (constraint, sql) => {
  const written = asViewer(city.appDb, SECRETARIAT, (tx) => tx.query(sql));
  await expect(written).rejects.toMatchObject({ driverError: { code: "23503", constraint } });
});

test.each(["delete from unit", "delete from area", "delete from resource"])("nobody may: %s", async (sql) => {
  for (const viewer of viewersAt({ unitIds: [city.unit(OWNER)], areaCodes: [NANSHAN] })) {
    const written = asViewer(city.appDb, viewer, (tx) => tx.query(sql));
    await expect(written).rejects.toThrow("permission denied");
  }
});

/** A second resource like the first, but for one column. */
function copyOf(column: string, value: string): string {
  const columns =
    "unit_id, title, description, coverage_area_code, audience, schedule, min_notice_days, cost, state, " +
    "title_key, content_hash, version, published_at, updated_at, confirmed_on";
  const values = columns.replace(new RegExp(`\\b${column}\\b`), value);
  return `insert into resource (id, ${columns}) select '${newId()}', ${values} from resource limit 1`;
}
