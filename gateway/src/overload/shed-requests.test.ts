import { setTimeout as wait } from "node:timers/promises";
import Fastify from "fastify";
import { Overload } from "./overload.ts";
import { shedRequests } from "./shed-requests.ts";

test("too many requests: refused before anybody looks at them, health and lists apart", async () => {
  const overload = new Overload();
  const app = Fastify();
  let shed = 0;
  const seen: string[] = [];
  shedRequests(app, overload, () => shed++);
  app.addHook("onRequest", (request, _reply, next) => {
    seen.push(request.url);
    next();
  });
  app.post("/graphql", () => ({ data: {} }));
  app.get("/healthz", () => ({ status: "ok" }));
  const url = await app.listen({ port: 0, host: "127.0.0.1" });
  const ask = (): Promise<Response> =>
    fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "x".repeat(50_000) }),
    });
  try {
    expect((await ask()).status).toBe(200);
    const leaving: (() => void)[] = [];
    // They only wait, so that more and more are let in, up to a thousand.
    while (overload.running < 1_000) {
      while (!overload.isFull) leaving.push(overload.enter());
      await wait(55);
    }
    for (let time = 0; time < 3; time++) {
      const refused = await ask();
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
      expect(await refused.json()).toEqual({
        errors: [{ message: "请求太多，请稍后再试。Too many requests.", extensions: { code: "OVERLOADED" } }],
      });
    }
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect([shed, seen]).toEqual([3, ["/graphql", "/healthz"]]);

    for (const leave of leaving) leave();
    expect((await ask()).status).toBe(200);
  } finally {
    overload.stop();
    await app.close();
  }
});
