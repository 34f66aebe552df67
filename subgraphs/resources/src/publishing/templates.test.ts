import { systemClock } from "@gongjian/shared/clock";
import type { ImportReport } from "@gongjian/shared/import/report";
import { guidedColumns } from "@gongjian/shared/import/template/guided-columns";
import { filledTemplate } from "@gongjian/shared/import/testing/filled-template";
import { createLogger } from "@gongjian/shared/log";
import { buildSubgraphServer } from "@gongjian/shared/subgraph/server";
import { sha256, signRequest } from "@gongjian/shared/signature";
import { resources } from "../subgraph.ts";
import { startCity, type City } from "../testing/city.ts";
import { publishedLists } from "./published-lists.ts";

let city: City;
let served: Awaited<ReturnType<typeof buildSubgraphServer>>;
let url: string;
beforeAll(async () => {
  city = await startCity();
  served = await buildSubgraphServer({
    definition: resources,
    db: city.appDb,
    keys: city.keys,
    clock: systemClock,
    log: createLogger("resources", "silent"),
  });
  url = await served.listen({ port: 0, host: "127.0.0.1" });
});
beforeEach(() => city.clear());
afterAll(async () => {
  await served.close();
  await city.stop();
});

const NAMES = publishedLists.map(({ name }) => name);

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const viewer = { role: "PUBLIC", subject: "anonymous", unitId: null, areaCode: null } as const;
  const signed = signRequest(city.keys, { method: "GET", path, bodyHash: sha256("") }, viewer);
  return fetch(url + path, { headers: { ...headers, ...signed } });
}

async function send(list: string, file: Buffer): Promise<ImportReport> {
  const path = `/lists/${list}`;
  const { status, body } = await city.clerkOf("启工职校").post(path, file, {
    "content-type": "application/octet-stream",
  });
  expect([status, body.slice(0, 300)]).toEqual([200, expect.anything()]);
  return JSON.parse(body) as ImportReport;
}

function columnsOf(list: string): ReturnType<typeof guidedColumns> {
  const definition = publishedLists.find(({ name }) => name === list);
  if (!definition) throw new Error(list);
  return guidedColumns(definition);
}

function expectNoNotice({ problems, counts }: ImportReport, rows: number): void {
  expect(problems).toEqual([]);
  expect([counts.new, counts.refused]).toEqual([rows, 0]);
}

test.each(NAMES)("every column of %s says how it is filled in", (name) => {
  const list = publishedLists.find((known) => known.name === name);
  const unguided = list?.columns.filter(({ field }) => !(list.guides && field in list.guides));
  expect(unguided?.map(({ field }) => field)).toEqual([]);
});

async function template(list: string): Promise<Uint8Array> {
  return new Uint8Array(await (await get(`/lists/${list}/template.xlsx`)).arrayBuffer());
}

test.each(NAMES)(
  "the template of %s, filled in as its second sheet says, is taken without a notice",
  async (list) => {
    expectNoNotice(await send(list, await filledTemplate(await template(list))), 1);
  },
);

test.each(NAMES)("every drop-down choice in the template of %s is taken without a notice", async (list) => {
  const columns = columnsOf(list);
  const placeOf = (name: string): number => columns.findIndex(({ column: { field } }) => field === name);
  const numbers = placeOf("externalId");
  for (const [place, { column, guide }] of columns.entries()) {
    const { choices } = guide;
    if (!choices) continue;
    await city.clear();
    const file = await filledTemplate(await template(list), (examples) =>
      choices.map((choice, i) => {
        const row = [...examples];
        row[numbers] = `X${i}`;
        row[place] = choice;
        // A text about something else would rightly be asked about.
        if (column.field === "category") row[placeOf("title")] = row[placeOf("description")] = choice;
        return row;
      }),
    );
    const { problems, counts } = await send(list, file);
    expect(problems.filter(({ field }) => field === column.field)).toEqual([]);
    expect(counts).toMatchObject({ total: choices.length, refused: 0 });
  }
});

test.each(NAMES)("the CSV template of %s has columns that are all known by their name", async (list) => {
  const text = await (await get(`/lists/${list}/template.csv`)).text();
  const examples = columnsOf(list).map(({ guide: { example } }) => `"${example}"`);
  const report = await send(
    list,
    Buffer.from(`\ufeff${text.replace("\ufeff", "")}${examples.join(",")}\r\n`),
  );
  expectNoNotice(report, 1);
  expect(report.mapping.map(({ by }) => by)).toEqual(report.mapping.map(() => "ALIAS"));
});

interface RowSchema {
  readonly properties: Record<
    string,
    { title: string; description: string; examples?: unknown[]; enum?: string[] }
  >;
  readonly required: string[];
}

test.each(NAMES)(
  "a JSON line made of the schema's own examples for %s is taken without a notice",
  async (list) => {
    const schema = (await (await get(`/lists/${list}/schema.json`)).json()) as RowSchema;
    expect(schema.required).toContain("title");
    const row = Object.entries(schema.properties).flatMap(([key, { examples }]) =>
      examples ? [[key, examples[0]]] : [],
    );
    const report = await send(list, Buffer.from(`${JSON.stringify(Object.fromEntries(row))}\n`));
    expectNoNotice(report, 1);
    expect(report.format).toBe("JSONL");
  },
);

test("what a schema lists as a value of cost or urgency means what it says", async () => {
  const { properties } = (await (await get("/lists/needs/schema.json")).json()) as RowSchema;
  const lines = (properties.urgency?.enum ?? []).map((urgency, i) =>
    JSON.stringify({ id: `N${i}`, title: `借会议室 ${i}`, area: "全市", urgency }),
  );
  expect(lines.length).toBeGreaterThan(10);
  expectNoNotice(await send("needs", Buffer.from(lines.join("\n"))), lines.length);
});

test("a template that is known is not sent again", async () => {
  const first = await get("/lists/needs/template.xlsx");
  const etag = first.headers.get("etag") ?? "";
  expect(first.headers.get("cache-control")).toBe("public, max-age=300");
  expect((await get("/lists/needs/template.xlsx", { "if-none-match": etag })).status).toBe(304);
});
