import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";

const STYLE = `
body { font: 16px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", sans-serif; max-width: 46rem;
  margin: 3rem auto; padding: 0 1.25rem; color: #1d2733; background: #fbfaf7 }
h1 { font-size: 1.9rem; margin-bottom: .2rem } h1 small { color: #a3341f; font-size: 1rem; font-weight: 400 }
h2 { font-size: 1.1rem; margin-top: 2rem } p[lang=en], li[lang=en] { color: #5b6672 }
pre { background: #1d2733; color: #f2efe7; padding: .9rem 1.1rem; overflow-x: auto; border-radius: 6px }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .9em } a { color: #a3341f }
`;

const page = (explorer: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>共建 · Gongjian</title>
<style>${STYLE}</style>
</head>
<body>
<h1>共建 <small>Gongjian</small></h1>
<p>城市社区共驻共建的数据平台：成员单位的资源清单和需求清单汇成一张图，看得见谁的需求由谁的资源来满足、为什么。</p>
<p lang="en">Member units' resource and need lists in one graph: which need meets which resource, and why.</p>
<h2>查询 · Query</h2>
<p>只接受 <code>POST /graphql</code>，内容类型 <code>application/json</code>，带上令牌或接口密钥。</p>
<p lang="en">POST only, as JSON, with a token or a unit's API key.</p>
<pre><code>curl -s "$ADDRESS/graphql" \\
  -H "authorization: Bearer $TOKEN" -H "content-type: application/json" \\
  -d '{"query":"{ needs(first: 3) { edges { node { title } } } }"}'</code></pre>
${explorer}<h2>发布清单 · Publish a list</h2>
<pre><code>curl -s "$ADDRESS/lists/needs?filename=needs.csv&amp;dryRun=true" \\
  -H "x-api-key: $API_KEY" -H "content-type: text/csv" --data-binary @needs.csv</code></pre>
<p>先试运行：回执逐行说明哪些行会被接受、更正或退回。</p>
<p lang="en">A dry run first: the report says row by row what would be accepted, corrected or refused.</p>
<h2>先检查，不用账号 · Check first, without an account</h2>
<p>下载模板 Templates:
资源清单 <a href="/lists/resources/template.xlsx">xlsx</a> · <a href="/lists/resources/template.csv">csv</a> ·
<a href="/lists/resources/schema.json">JSON Schema</a>；
需求清单 <a href="/lists/needs/template.xlsx">xlsx</a> · <a href="/lists/needs/template.csv">csv</a> ·
<a href="/lists/needs/schema.json">JSON Schema</a></p>
<pre><code>curl -s "$ADDRESS/lists/needs/check?filename=needs.csv" --data-binary @needs.csv
gongjian check needs.xlsx --url "$ADDRESS"</code></pre>
<p>同样的检查，什么也不写入。命令行工具 <code>gongjian</code> 还能发布、试运行、比较版本和撤销（<code>client/</code>）。</p>
<p lang="en">The same checks, and nothing is written. The command-line client <code>gongjian</code> also publishes,
tries, compares revisions and undoes (<code>client/</code>).</p>
<h2>令牌 · Tokens</h2>
<p>开发环境：<code>npm run token -- --role SECRETARIAT</code>。正式环境由本市的统一身份认证签发；单位的接口密钥由单位负责人管理。</p>
<p lang="en">For development the command above; in production the city's identity provider issues tokens, and the
head of a unit manages its API keys.</p>
<h2>状态 · Status</h2>
<p><a href="/readyz">/readyz</a> · <a href="/healthz">/healthz</a></p>
</body>
</html>
`;

const EXPLORER = `<p><a href="/graphiql">查询台 Explorer</a>：在浏览器里写查询、看说明和执行计划，有现成的示例。</p>
<p lang="en">Write queries in the browser, with the schema's documentation, saved examples and query plans.</p>
`;

const STYLE_HASH = createHash("sha256").update(STYLE).digest("base64");
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Serves a page at `/` for whoever opens the address in a browser. It loads nothing from anywhere. */
export function serveFrontPage(app: FastifyInstance): void {
  app.get("/", (_request, reply) =>
    reply
      .header("content-security-policy", POLICY)
      .header("content-type", "text/html; charset=utf-8")
      // The explorer can be switched off.
      .send(page(app.hasRoute({ method: "GET", url: "/graphiql" }) ? EXPLORER : "")),
  );
}
