import type { Viewer } from "@gongjian/shared/viewer";
import { unauthenticated } from "../refusal.ts";
import { ClientBudget } from "./client-budget.ts";
import { readLimits } from "./limits.ts";

const limits = readLimits('{ "pointsPerMinute": { "PUBLIC": 100, "ADMIN": 1000 }, "failuresPerMinute": 4 }');
const admin = (subject: string): Viewer => ({ role: "ADMIN", subject, unitId: null, areaCode: null });
const stranger: Viewer = { role: "PUBLIC", subject: "anonymous", unitId: null, areaCode: null };
const HERE = "192.0.2.1";
const limited = { status: 429, code: "RATE_LIMITED" };

test("who has spent the minute's points is refused and told how long to wait; others are not", async () => {
  const budget = new ClientBudget(limits);
  await budget.take(admin("甲"), HERE, 980);
  await budget.take(admin("甲"), HERE);
  const refusal: unknown = await budget.take(admin("甲"), "192.0.2.2").catch((error: unknown) => error);

  expect(refusal).toMatchObject({
    ...limited,
    headers: { "retry-after": expect.stringMatching(/^(5\d|60)$/) as string },
  });
  await expect(budget.take(admin("乙"), HERE, 990)).resolves.toBeUndefined();
});

test("a single operation dearer than all that is left is refused", async () => {
  await expect(new ClientBudget(limits).take(admin("甲"), HERE, 1001)).rejects.toMatchObject(limited);
});

test("strangers are told apart by their network, and have less", async () => {
  const budget = new ClientBudget(limits);
  await budget.take(stranger, "2001:db8::1", 90);
  await expect(budget.take(stranger, "2001:db8::2", 1)).rejects.toMatchObject(limited);
  await expect(budget.take(stranger, "2001:db8:0:1::1", 90)).resolves.toBeUndefined();
});

test("each of several processes grants its share", async () => {
  const budget = new ClientBudget(limits, 4);
  await budget.take(admin("甲"), HERE, 240);
  await expect(budget.take(admin("甲"), HERE, 1)).rejects.toMatchObject(limited);
});

test("too many wrong credentials from a network: it has to wait before the next is looked at", async () => {
  const budget = new ClientBudget(limits);
  let lookedUp = 0;
  const wrong = (): Promise<never> => {
    lookedUp += 1;
    return Promise.reject(unauthenticated("接口密钥无效或已停用。"));
  };
  for (let i = 0; i < 4; i++)
    await expect(budget.recognise(HERE, wrong)).rejects.toMatchObject({ status: 401 });
  await expect(budget.recognise(HERE, wrong)).rejects.toMatchObject(limited);
  expect(lookedUp).toBe(4);
  await expect(budget.recognise("192.0.2.2", () => Promise.resolve("甲"))).resolves.toBe("甲");
});

test("failures that are not the caller's are not counted", async () => {
  const budget = new ClientBudget(limits);
  const down = (): Promise<never> => Promise.reject(new Error("organisations is down"));
  for (let i = 0; i < 10; i++) await expect(budget.recognise(HERE, down)).rejects.toThrow("down");
  await expect(budget.recognise(HERE, () => Promise.resolve("甲"))).resolves.toBe("甲");
});
