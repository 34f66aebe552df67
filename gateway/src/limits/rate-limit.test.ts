import { RateLimit } from "./rate-limit.ts";

test("callers are remembered up to a number, the longest unseen is forgotten", async () => {
  const rate = new RateLimit(1, (seconds) => `请 ${seconds} 秒后再试。`);
  await rate.take("first");
  await expect(rate.take("first")).rejects.toThrow(/请 \d+ 秒后再试。/);
  for (let i = 1; i < 50_000; i++) await rate.take(`caller ${i}`);
  await expect(rate.take("first")).rejects.toMatchObject({ status: 429 });
  await rate.take("one more");
  await expect(rate.take("first")).resolves.toBeUndefined();
});
