import fc from "fast-check";
import { startCity, type City } from "../testing/city.ts";

const HEADING = "编号,名称,内容,数量,服务范围,起始日期,截止日期,联系人,电话";
const UNIT = "启工职校";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

/** One line of a sheet: few numbers and titles, so that lines meet, part and come again. */
const line = fc
  .record({
    number: fc.constantFrom("", "", "A1", "A2", "A3"),
    title: fc.constantFrom("会议室", "报告厅", "操场"),
    text: fc.constantFrom("", "六十座", "八十座"),
    quantity: fc.integer({ min: 1, max: 3 }),
    contact: fc.constantFrom(",", "张三,0563-5550101", "张四,0563-5550101", "李四,13812345678"),
  })
  .map(
    ({ number, title, text, quantity, contact }) =>
      `${number},${title},${text},${quantity},全市,,,${contact}`,
  );

const publish = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 5 }),
  mode: fc.constantFrom("merge", "replace"),
});
/** Bringing back what stood after an earlier step; a share, because the steps so far are not known here. */
const revert = fc.record({ share: fc.double({ min: 0, max: 0.999, noNaN: true }) });

test("whatever was published and brought back, every revision can be brought back as it stood", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 4, arbitrary: publish }, revert), { minLength: 3, maxLength: 8 }),
      async (steps) => {
        const history: { id: string; standing: Standing }[] = [];
        for (const step of steps) {
          const id = "share" in step ? await bringBack(history, step.share) : await send(step);
          if (id !== null) history.push({ id, standing: await standing() });
        }
        for (const [i, from] of history.entries()) {
          const to = history[(i * 7 + 3) % history.length] ?? from;
          expect(await compare(from.id, to.id)).toEqual(difference(from.standing, to.standing));
        }
        for (const { id, standing: then } of history.toReversed()) {
          await revertTo(id);
          expect(await standing()).toEqual(then);
          expect(await indexed()).toEqual(Object.keys(then).sort());
        }
        await city.clear();
      },
    ),
    { numRuns: 12, seed: 20260903 },
  );
}, 240_000);

/** What others can see of the lines that stand, and their raw contacts, by id. */
type Standing = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

async function standing(): Promise<Standing> {
  const rows = await city.db.query<{ id: string }[]>(
    `select r.id, r.external_id, r.title, r.description, r.quantity, r.contact_masked, r.phone_masked, r.state,
       r.content_key, r.title_key, c.contact, c.phone
     from resource r left join resource_contact c on c.resource_id = r.id where r.state <> 'WITHDRAWN'`,
  );
  return Object.fromEntries(rows.map(({ id, ...row }) => [id, row]));
}

async function indexed(): Promise<string[]> {
  const rows = await city.db.query<{ id: string }[]>(
    `select id from supply s where state = 'PUBLISHED'
       and exists (select from resource r where r.id = s.id and (r.title, r.description, r.version) = (s.title, s.description, s.version))
     order by id`,
  );
  return rows.map(({ id }) => id);
}

async function send({ lines, mode }: { lines: readonly string[]; mode: string }): Promise<string | null> {
  const file = `${HEADING}\n${lines.join("\n")}\n`;
  const { report } = await city.clerkOf(UNIT).upload({ list: "resources", file, params: { mode } });
  return report.published ? report.id : null;
}

async function bringBack(history: readonly { id: string }[], share: number): Promise<string | null> {
  const target = history[Math.floor(history.length * share)];
  return target === undefined ? null : revertTo(target.id);
}

let keys = 0;
async function revertTo(publicationId: string): Promise<string | null> {
  const { data, errors } = await city
    .clerkOf(UNIT)
    .query<{ revertPublication: { publication: { id: string } | null } }>(
      `mutation ($input: RevertPublicationInput!) { revertPublication(input: $input) {
        ... on RevertPublicationSuccess { publication { id } } } }`,
      { input: { list: "resources", publicationId, idempotencyKey: `h${keys++}` } },
    );
  expect(errors).toBeUndefined();
  return data?.revertPublication.publication?.id ?? null;
}

async function compare(from: string, to: string): Promise<Record<string, string>> {
  const { data, errors } = await city.clerkOf(UNIT).query<{
    comparePublications: { nodes: { rowId: string; kind: string }[] };
  }>(
    `query ($from: ID!, $to: ID!) { comparePublications(list: "resources", from: $from, to: $to, first: 100) {
      nodes { rowId kind } } }`,
    { from, to },
  );
  expect(errors).toBeUndefined();
  const nodes = data?.comparePublications.nodes ?? [];
  return Object.fromEntries(nodes.map(({ rowId, kind }) => [rowId, kind === "RESTORED" ? "NEW" : kind]));
}

/** The same by looking at both lists. */
function difference(from: Standing, to: Standing): Record<string, string> {
  const ids = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return Object.fromEntries(
    ids.flatMap((id) => {
      const [before, after] = [seen(from[id]), seen(to[id])];
      if (before === after) return [];
      return [[id, before === null ? "NEW" : after === null ? "WITHDRAWN" : "CHANGED"]];
    }),
  );
}

function seen(row: Standing[string] | undefined): string | null {
  return row === undefined ? null : JSON.stringify(row);
}
