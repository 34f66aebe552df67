import { GraphQLError, GraphQLScalarType, Kind } from "graphql";

/** A calendar day without a time zone, as PostgreSQL's `date` holds it. */
export const LocalDate = new GraphQLScalarType<string, string>({
  name: "LocalDate",
  description: "日历日期 YYYY-MM-DD，按北京时间。A calendar day, Asia/Shanghai.",
  serialize: checkDate,
  parseValue: checkDate,
  parseLiteral: (node) => checkDate(node.kind === Kind.STRING ? node.value : null),
});

/** Whether the text is a day that exists: 2026-02-30 is not. */
export function isLocalDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function checkDate(value: unknown): string {
  if (typeof value === "string" && isLocalDate(value)) return value;
  throw new GraphQLError("日期应写成 YYYY-MM-DD，且这一天存在。", { extensions: { code: "BAD_USER_INPUT" } });
}
