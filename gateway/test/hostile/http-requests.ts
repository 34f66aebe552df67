import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { hostile, type HostileRequest } from "./hostile-request.ts";

const OK = JSON.stringify({ query: "{ areas(first: 1) { nodes { code } } }" });
const long = (length: number): string => "a".repeat(length);

const methods = [
  "GET",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "HEAD",
  "TRACE",
  "PROPFIND",
  "CONNECT",
  "BREW",
  "post",
].map((method) => hostile(`method ${method}`, { method }));

const types = [
  "",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/graphql",
  "application/xml",
  "application/json, text/plain",
  "application/json;charset=utf-16",
  "application/json; charset=gb18030",
  'application/json\t; x="',
  "application/jsonp",
  `application/json; x=${long(9_000)}`,
].map((type) => hostile(`content type ${type.slice(0, 50)}`, { headers: [`content-type: ${type}`] }));

const chunked = ["content-length:", "transfer-encoding: chunked"];

const encodings = [
  hostile("a gzip body", { headers: ["content-encoding: gzip"], body: gzipSync(OK) }),
  hostile("a gzip bomb", { headers: ["content-encoding: gzip"], body: gzipSync(Buffer.alloc(50_000_000)) }),
  hostile("a deflate bomb", {
    headers: ["content-encoding: deflate"],
    body: deflateSync(Buffer.alloc(50_000_000)),
  }),
  hostile("a brotli body", { headers: ["content-encoding: br"], body: brotliCompressSync(OK) }),
  hostile("gzip in name only", { headers: ["content-encoding: gzip"] }),
  hostile("an unknown encoding", { headers: ["content-encoding: rot13"] }),
  ...[
    ["chunked and a length", "transfer-encoding: chunked", `5\r\nhello\r\n0\r\n\r\n`],
    ["chunked twice", "transfer-encoding: chunked, chunked", "0\r\n\r\n"],
    ["an unknown transfer encoding", "transfer-encoding: xchunked", OK],
    ["chunked with a space before the colon", "transfer-encoding : chunked", "0\r\n\r\n"],
    ["identity as transfer encoding", "transfer-encoding: identity", OK],
  ].map(([kind = "", header = "", body = ""]) => hostile(kind, { headers: [header], body })),
  ...[
    ["a negative chunk", "-1\r\n{}\r\n0\r\n\r\n"],
    ["a chunk that is no number", "zz\r\n{}\r\n0\r\n\r\n"],
    ["a chunk with a long extension", `2;${long(20_000)}\r\n{}\r\n0\r\n\r\n`],
    ["200,000 bytes in chunks", `${`400\r\n${long(1024)}\r\n`.repeat(200)}0\r\n\r\n`],
    ["chunks of one byte", `${"1\r\n \r\n".repeat(5_000)}0\r\n\r\n`],
    ["a trailer", `2\r\n{}\r\n0\r\nauthorization: x\r\n\r\n`],
  ].map(([kind = "", body = ""]) => hostile(kind, { headers: chunked, body })),
];

const lengths = [
  "-1",
  "1e3",
  "+5",
  "5, 6",
  "0x10",
  "99999999999999999999",
  "10000000000",
  "120000",
  "1",
  "abc",
].map((length) => hostile(`content length ${length}`, { headers: [`content-length: ${length}`] }));

const headers = [
  ...[
    ["200 headers", Array.from({ length: 200 }, (_, index) => `x-${index}: ${index}`)],
    ["3,000 headers", Array.from({ length: 3_000 }, (_, index) => `x-${index}: ${index}`)],
    ["a header of 12 KB", [`x-long: ${long(12_000)}`]],
    ["a header of 100 KB", [`x-long: ${long(100_000)}`]],
    ["a name of 20 KB", [`${long(20_000)}: x`]],
    ["a NUL in a header", ["x-nul: a\0b"]],
    ["a header of raw bytes", ["x-bytes: \xff\xfe\x80"]],
    ["a header without a colon", ["nonsense"]],
    ["a folded header", ["x-fold: a\r\n b"]],
    ["a bare CR in a header", ["x-cr: a\rb"]],
    ["two hosts", ["host: a", "host: b"]],
    ["no host", ["host:"]],
    ["a host that is no host", ["host: ]:@/ "]],
    ["two content types", ["content-type: application/json", "content-type: text/plain"]],
    ["two lengths", ["content-length: 1", "content-length: 2"]],
    [
      "a forged viewer",
      ["x-gongjian-viewer: eyJyb2xlIjoiQURNSU4ifQ", "x-gongjian-signature: x", "x-gongjian-key: test"],
    ],
    ["another method by header", ["x-http-method-override: DELETE"]],
    [
      "a chain of 500 proxies",
      [`x-forwarded-for: ${Array.from({ length: 500 }, () => "10.0.0.1").join(", ")}`],
    ],
    ["an address that is none", ["x-forwarded-for: ::::::::"]],
    ["an id with markup", ["x-request-id: <script>alert(1)</script>"]],
    ["an id of 10 KB", [`x-request-id: ${long(10_000)}`]],
    ["a cookie of 12 KB", [`cookie: a=${long(12_000)}`]],
    [
      "a trace that is none",
      ["traceparent: 00-zz-zz-zz", `tracestate: ${long(5_000)}`, `baggage: ${long(5_000)}`],
    ],
    ["an expectation nobody has", ["expect: miracles"]],
    ["an upgrade to websocket", ["upgrade: websocket", "connection: upgrade, close"]],
    [
      "an upgrade to HTTP/2",
      ["upgrade: h2c", "connection: upgrade, http2-settings, close", "http2-settings: AAMAAABkAAQAAP__"],
    ],
    ["an accept of 12 KB", [`accept: ${"*/*,".repeat(3_000)}`]],
    ["an etag of 12 KB", [`if-none-match: ${'"a",'.repeat(3_000)}`]],
    ["the plan asked for", ["apollo-query-plan-experimental: 1", "apollo-federation-include-trace: ftv1"]],
  ].map(([kind, lines]) => hostile(kind as string, { headers: lines as string[] })),
  ...[
    ["no credential", ""],
    ["a token of nonsense", "Bearer a.b.c"],
    ["a token of 12 KB", `Bearer ${long(12_000)}`],
    ["a token with alg none", "Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoiQURNSU4ifQ."],
    ["basic credentials", "Basic YWRtaW46YWRtaW4="],
    ["a scheme of spaces", `${" ".repeat(8_000)}x`],
    ["an unknown key", `ApiKey gjk_${"x".repeat(43)}`],
    ["a key that is SQL", "ApiKey ' or 1=1 --"],
  ].map(([kind = "", value = ""]) => hostile(kind, { headers: [`authorization: ${value}`] })),
  hostile("two credentials", { headers: [`x-api-key: gjk_${"x".repeat(43)}`] }),
];

const paths = [
  "/graphql/",
  "//graphql",
  "/graphql%00",
  "/%67raphql",
  "/x/../graphql",
  "/GRAPHQL",
  "/graphql#a",
  "/graphql;x=1",
  "/graphql%2f..%2f..%2fetc%2fpasswd",
  "/..%2f..%2fetc/passwd",
  "\\graphql",
  "graphql",
  "*",
  "http://elsewhere/graphql",
  `/graphql?${"a=1&".repeat(2_000)}`,
  `/${"a/".repeat(5_000)}`,
  `/${long(20_000)}`,
  "/%ff%fe",
  "/%",
  "/__proto__",
  "/constructor/prototype",
  "/lists/__proto__",
  "/lists/needs/%2e%2e/%2e%2e/secret",
  "/lists/needs/revisions/' or 1=1 --",
  `/lists/needs?unit=${long(8_000)}`,
  "/metrics/../readyz",
].map((path) => hostile(`path ${path.slice(0, 50)}`, { path }));

const notHttp: HostileRequest[] = [
  ["nothing", ""],
  ["empty lines", "\r\n".repeat(10_000)],
  ["random text", "hello\r\n\r\n"],
  ["bytes of zero", "\0".repeat(1_000)],
  ["a TLS greeting", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
  ["an HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["HTTP/0.9", "GET /graphql\r\n"],
  ["a head that breaks off", "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-le"],
  ["a body that breaks off", "POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{"],
].map(([kind = "", text = ""]) => ({ kind, bytes: () => Buffer.from(text, "latin1") }));

const brokenOff = [
  hostile("a chunk of 2^40 bytes", { headers: chunked, body: "ffffffffff\r\n{}" }),
  hostile("chunks that do not end", { headers: chunked, body: "2\r\n{}\r\n" }),
  hostile("a body shorter than it says", { headers: ["content-length: 1000"] }),
  ...notHttp,
].map((request) => ({ ...request, breaksOff: true }));

const versions = ["HTTP/1.0", "HTTP/2.0", "HTTP/3.0", "HTTP/9.9", "HTCPCP/1.0", "HTTP/1.1 HTTP/1.1"].map(
  (version) => hostile(`version ${version}`, { version }),
);

/** Hostile below GraphQL: methods, types, encodings, lengths, headers, credentials, paths, what is no HTTP. */
export const HTTP_REQUESTS: readonly HostileRequest[] = [
  ...methods,
  ...types,
  ...encodings,
  ...lengths,
  ...headers,
  ...paths,
  ...brokenOff,
  ...versions,
];
