import { createLogger } from "@gongjian/shared/log";
import { startSmallSubgraph } from "../testing/small-subgraph.ts";
import { createKeys } from "../testing/start-gateway.ts";
import { graphAddresses } from "./graph-addresses.ts";
import { GraphqlCalls } from "./graphql-calls.ts";
import { openTransport } from "./open-transport.ts";

const SUPERGRAPH = `
  directive @join__graph(name: String!, url: String!) on ENUM_VALUE
  enum join__Graph {
    SHOP @join__graph(name: "shop", url: "http://127.0.0.1:4001/graphql?v=1")
    REVIEWS_V2 @join__graph(name: "reviews-v2", url: "https://reviews.example/")
  }
  type Query { shop: String }`;

test("a supergraph says where its subgraphs are", () => {
  expect([...graphAddresses(SUPERGRAPH)].map(([name, url]) => [name, url.href])).toEqual([
    ["shop", "http://127.0.0.1:4001/graphql?v=1"],
    ["reviews-v2", "https://reviews.example/"],
  ]);
  expect(() => graphAddresses(SUPERGRAPH.replace("https://reviews.example/", ""))).toThrow(
    "The supergraph has no address of reviews-v2.",
  );
});

test("anybody's subgraph is asked at its own URL, without a signature", async () => {
  const subgraph = await startSmallSubgraph(createKeys(), () => ({ data: { shop: "open" } }));
  const transport = openTransport();
  transport.reach(new Map([["shop", new URL(`${subgraph.url}/api/graphql?v=1`)]]));
  const calls = new GraphqlCalls({ transport, log: createLogger("test", "silent") });
  const context = { requestId: "r", deadline: Date.now() + 8_000 };
  const request = { subgraph: "shop", body: '{"query":"{shop}"}', isMutation: false };

  expect(await calls.call(request, context)).toEqual({ data: { shop: "open" } });
  expect(subgraph.calls).toMatchObject([{ path: "/api/graphql?v=1", viewer: null }]);
  expect(subgraph.calls[0]?.headers).not.toHaveProperty("x-gongjian-signature");

  await subgraph.stop();
  await expect(calls.call(request, context)).rejects.toMatchObject({
    code: "SUBGRAPH_DOWN",
    message: "服务 shop 暂时不可用，请稍后再试。",
  });
  await transport.close();
});
