import type { City } from "../../testing/city.ts";

export const STREET = "341881001";
export const EAST = "城东社区";
export const NORTH = "城北社区";
export const ASKER = "市司法局";
export const UNIT_A = "启工职校";
export const OTHERS = ["康禾医院", "市红十字会", "市总工会", "市图书馆", "市文化馆"] as const;

interface NeedLine {
  readonly count: number;
  readonly place: string;
  readonly quantity?: number | "";
  readonly urgency?: string;
  readonly title?: string;
}

interface SupplyLine {
  readonly unit: string;
  readonly place: string;
  readonly quantity: number | "";
  readonly title?: string;
  readonly category?: string;
}

/** Publishes needs for wheelchairs, numbered N1, N2, …, and the units' wheelchairs. */
export async function publishWheelchairs(
  city: City,
  { needs, supplies }: { readonly needs: readonly NeedLine[]; readonly supplies: readonly SupplyLine[] },
): Promise<void> {
  const caller = city.secretariat();
  const asked = needs.flatMap(({ count, place, quantity = 1, urgency = "一般", title = "老人要借轮椅" }) =>
    Array.from({ length: count }, () => [title, "医疗辅具", quantity, "辆", place, urgency]),
  );
  const lines = asked.map((line, at) => [ASKER, `N${at + 1}`, ...line].join(","));
  await published(caller.upload({ list: "needs", file: sheet(NEED_HEADING, lines) }), lines.length);
  const offered = supplies.map(({ unit, place, quantity, title = "轮椅外借", category = "医疗辅具" }, at) =>
    [unit, `R${at + 1}`, title, category, quantity, "辆", place].join(","),
  );
  await published(
    caller.upload({ list: "resources", file: sheet(RESOURCE_HEADING, offered) }),
    offered.length,
  );
}

const NEED_HEADING = "单位,编号,需求名称,类别,数量,计量单位,地点,紧急程度";
const RESOURCE_HEADING = "单位,编号,资源名称,类别,数量,计量单位,服务范围";

function sheet(heading: string, lines: readonly string[]): string {
  return `${heading}\n${lines.join("\n")}\n`;
}

async function published(
  sent: Promise<{ readonly report: { readonly counts: { readonly new: number } } }>,
  count: number,
): Promise<void> {
  const { report } = await sent;
  if (report.counts.new !== count) throw new Error(`published ${report.counts.new} of ${count}`);
}

/**
 * 61 needs: A can serve all of them and suits the 22 of its own community best; five others have 12 each, and suit the
 * 39 of the other community better than A.
 */
export function publishUnevenTown(city: City): Promise<void> {
  return publishWheelchairs(city, {
    needs: [
      { count: 22, place: EAST },
      { count: 39, place: NORTH },
    ],
    supplies: [
      { unit: UNIT_A, place: EAST, quantity: 22 },
      { unit: UNIT_A, place: "全市", quantity: 61, title: "轮椅租借" },
      ...OTHERS.map((unit) => ({ unit, place: "西津街道", quantity: 12 })),
    ],
  });
}
