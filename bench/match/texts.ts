import { findCategory } from "@gongjian/shared/contracts/categories";
import type { Client } from "pg";
import { supplyTokens } from "../../subgraphs/resources/src/matching/understanding/tokens.ts";
import { listRow } from "../import/list-row.ts";

/** What the texts of a large town are drawn from: a table of this bench, gone with its database. */
export const TEXTS = "bench_text";

const SEED = 7;
const AT_ONCE = 1_000;
const COSTS: Readonly<Record<string, string>> = { 免费: "FREE", 优惠: "DISCOUNT", 只收成本: "COST_PRICE" };

const COLUMNS = `title text, description text, category text, quantity numeric, unit_of_measure text,
  audience text[], schedule text, min_notice_days integer, qualification text, cost text, tokens text[]`;
const NAMES = COLUMNS.replace(/ (?:text\[\]|text|numeric|integer)/g, "");

interface Text {
  readonly title: string;
  readonly description: string;
  readonly category: string | null;
  readonly quantity: number;
  readonly unit_of_measure: string;
  readonly audience: readonly string[];
  readonly schedule: string;
  readonly min_notice_days: number;
  readonly qualification: string | null;
  readonly cost: string;
  readonly tokens: readonly string[];
}

/**
 * Stores the sample's resources, first, and as many generated ones as are missing. Their tokens are the product's.
 * @param count how many different texts there are to be
 */
export async function storeTexts(db: Client, count: number): Promise<void> {
  await db.query(`create unlogged table ${TEXTS} (number serial primary key, is_sample boolean, ${COLUMNS})`);
  const sample = await db.query(
    `insert into ${TEXTS} (is_sample, ${NAMES})
     select true, title, description, category, quantity, unit_of_measure, audience, schedule, min_notice_days,
       qualification, cost, tokens
     from supply where kind = 'RESOURCE' order by id limit $1`,
    [count],
  );
  for (let number = sample.rowCount ?? 0; number < count; number += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - number);
    const texts = Array.from({ length }, (_, i) => textOf(number + i));
    await db.query(
      `insert into ${TEXTS} (${NAMES}) select ${NAMES} from jsonb_to_recordset($1) as t (${COLUMNS})`,
      [JSON.stringify(texts)],
    );
  }
}

function textOf(number: number): Text {
  const row = listRow(SEED, number);
  const quantity = Number.parseInt(row.数量, 10);
  const text = {
    title: row.资源名称,
    description: row.资源内容,
    category: findCategory(row.类别)?.code ?? null,
  };
  return {
    ...text,
    quantity,
    unit_of_measure: row.单位 || row.数量.replace(/^\d+/, ""),
    audience: row.服务对象.split(/[、/，]/),
    schedule: row.可提供时间,
    min_notice_days: Number(row.提前天数),
    qualification: row.资质 || null,
    cost: COSTS[row.收费] ?? "FREE",
    tokens: supplyTokens(text),
  };
}
