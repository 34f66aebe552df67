import type { City } from "../../testing/city.ts";

/** 康禾医院 has wheelchairs, 启工职校 chairs; two needs ask for them. */
export const HOSPITAL = "康禾医院";
export const SCHOOL = "启工职校";
export const ASKER = "市司法局";

export interface Arranged {
  readonly wheelchairs: string;
  readonly chairs: string;
  readonly ramp: string;
  readonly fair: string;
}

/** R1 80 辆 of the hospital, R2 100 把 of the school; N1 asks for 30 辆, N2 for 50 把. */
export async function arrangeLists(city: City): Promise<Arranged> {
  const secretariat = city.secretariat();
  await secretariat.upload({
    list: "resources",
    file: `单位,编号,资源名称,数量,计量单位,服务范围\n${HOSPITAL},R1,轮椅外借,80,辆,全市\n${SCHOOL},R2,折叠椅,100,把,全市\n`,
  });
  await secretariat.upload({
    list: "needs",
    file: `单位,编号,需求名称,数量,计量单位,地点\n${ASKER},N1,老人出行,30,辆,本社区\n${ASKER},N2,邻里集市,50,把,本社区\n`,
  });
  const rows = await city.db.query<{ number: string; id: string }[]>(
    "select external_id as number, id from resource union all select external_id, id from need",
  );
  const idOf = (number: string): string => rows.find((row) => row.number === number)?.id ?? "";
  return { wheelchairs: idOf("R1"), chairs: idOf("R2"), ramp: idOf("N1"), fair: idOf("N2") };
}

/** What is left of the four, in the order R1, R2, N1, N2. */
export async function residuals(
  city: City,
  { wheelchairs, chairs, ramp, fair }: Arranged,
): Promise<(number | null)[]> {
  const { data } = await city.as({ role: "PUBLIC" }).query<Record<string, { residual: number | null }>>(
    `{ a: resource(id: "${wheelchairs}") { residual } b: resource(id: "${chairs}") { residual }
         c: need(id: "${ramp}") { residual } d: need(id: "${fair}") { residual } }`,
  );
  return ["a", "b", "c", "d"].map((name) => data?.[name]?.residual ?? null);
}
