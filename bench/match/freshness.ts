import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { generateList } from "../import/generate.ts";
import { HEADINGS, type ListRow } from "../import/list-row.ts";
import { query, upload, type Upload } from "../platform/gateway-client.ts";
import { unitId } from "../platform/unit-id.ts";
import type { Reading } from "../readers/reader.ts";
import type { Asker } from "./ask.ts";

/** Two units of the sample city, as nobody is matched with what is his own. */
const ASKING = "宁国市康禾医院";
const OFFERING = "宁国市启工职业技术学校";
const NEED =
  "编号,类别,需求名称,需求内容,数量,单位,地点\nFRESH,C04,借轮椅,腿脚不便要借轮椅推着走,1,辆,本社区\n";
/** Rows like the one that is waited for score alike: so many are looked through. */
const FIRST = 100;
const PATIENCE_MS = 30_000;
const FOUND = `query ($id: ID!) { need(id: $id) { candidates(first: ${FIRST}) {
  nodes { supply { ... on Resource { externalId } } } } } }`;

export interface Freshness {
  /** From the acknowledgement of a publication until an answer has its row. */
  readonly waits: readonly Reading[];
  /** Answers that did not have it yet. */
  readonly misses: number;
}

/** Publishes rows that meet a need, and asks until they are among its candidates. */
export class FreshnessTrial {
  private readonly asker: Asker;
  private readonly needId: string;
  private readonly offering: string;
  private next = 1;

  private constructor(asker: Asker, needId: string, offering: string) {
    this.asker = asker;
    this.needId = needId;
    this.offering = offering;
  }

  /** Publishes the need. */
  static async begin(asker: Asker): Promise<FreshnessTrial> {
    const { platform, token } = asker;
    const [asking, offering] = [
      await unitId(platform.url, token, ASKING),
      await unitId(platform.url, token, OFFERING),
    ];
    await publish(asker, "needs", asking, Buffer.from(NEED));
    const text =
      'query ($unit: ID!) { needs(first: 1, filter: { unitId: $unit, externalId: "FRESH" }) { nodes { id } } }';
    const answer = await query(platform.url, token, text, { unit: asking });
    const { data } = JSON.parse(answer.text) as { data?: { needs: { nodes: { id: string }[] } } };
    const id = data?.needs.nodes[0]?.id;
    if (id === undefined) throw new Error(`The need is not there: ${answer.text.slice(0, 300)}`);
    return new FreshnessTrial(asker, id, offering);
  }

  /** One row published at a time. */
  async rows(tries: number): Promise<Freshness> {
    const found: Freshness[] = [];
    for (let i = 0; i < tries; i++) {
      const row = this.row();
      const lines = [HEADINGS, HEADINGS.map((heading) => row[heading])].map((cells) => cells.join(","));
      found.push(await this.published(Buffer.from(`${lines.join("\n")}\n`), row.编号));
    }
    return {
      waits: found.flatMap(({ waits }) => waits),
      misses: found.reduce((n, { misses }) => n + misses, 0),
    };
  }

  /** A list of so many rows, and the row that is waited for at its end. */
  async list(rows: number, folder: string): Promise<Freshness> {
    const row = this.row();
    const path = join(folder, `${row.编号}.csv`);
    await generateList(path, { rows, seed: 50 + this.next, dirtyShare: 0, format: "csv" });
    await appendFile(path, `${HEADINGS.map((heading) => row[heading]).join(",")}\r\n`);
    return this.published(await readFile(path), row.编号);
  }

  private row(): ListRow {
    return { ...ROW, 编号: `FRESH-${this.next++}` };
  }

  private async published(body: Buffer<ArrayBuffer>, externalId: string): Promise<Freshness> {
    await publish(this.asker, "resources", this.offering, body);
    const acknowledged = performance.now();
    for (let misses = 0; performance.now() - acknowledged < PATIENCE_MS; misses++) {
      const { url } = this.asker.platform;
      const { text } = await query(url, this.asker.token, FOUND, { id: this.needId });
      const ms = performance.now() - acknowledged;
      if (text.includes(`"${externalId}"`)) return { waits: [{ question: "fresh", ms }], misses };
    }
    throw new Error(`${externalId} is not among the candidates after ${PATIENCE_MS} ms.`);
  }
}

const ROW: ListRow = {
  编号: "",
  类别: "C04",
  资源名称: "轮椅外借",
  资源内容: "借轮椅给腿脚不便的人推着走",
  数量: "20",
  单位: "辆",
  服务范围: "全市",
  服务对象: "全体居民",
  开始日期: "2026-09-01",
  结束日期: "2028-08-31",
  可提供时间: "随时",
  提前天数: "0",
  资质: "",
  收费: "免费",
  联系人: "",
  联系电话: "",
};

async function publish(
  { platform, token }: Asker,
  list: string,
  unit: string,
  body: Upload["body"],
): Promise<void> {
  const query = { unit, mode: "merge", filename: "list.csv" };
  const { status, text } = await upload(platform.url, token, { list, query, body });
  if (status !== 200) throw new Error(`${status} ${text.slice(0, 300)}`);
}
