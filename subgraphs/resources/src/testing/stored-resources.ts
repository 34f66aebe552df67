import type { DataSource } from "typeorm";

/** Resources as the sample writes its lines, by title. */
export async function storedByTitle(db: DataSource): Promise<Map<string, Record<string, string>>> {
  const rows = await db.query<Record<string, string>[]>(`
    select category_code as category, title, description, quantity::text, unit_of_measure,
      coverage_area_code, array_to_string(audience, '、') as audience, valid_from::text, valid_to::text,
      schedule, min_notice_days::text, coalesce(qualification, '') as qualification, cost, contact, phone
    from resource join resource_contact on resource_id = resource.id`);
  return new Map(rows.map((row) => [row.title ?? "", row]));
}
