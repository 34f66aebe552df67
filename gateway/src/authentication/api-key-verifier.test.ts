import { sha256 } from "@gongjian/shared/signature";
import { ApiKeyVerifier, type ApiKeyOwner } from "./api-key-verifier.ts";

const key = `gjk_${"a".repeat(43)}`;
const owner: ApiKeyOwner = {
  role: "UNIT_CLERK",
  unitId: "0190a1b2-0000-7000-8000-000000000001",
  keyId: "0190a1b2-0000-7000-8000-000000000002",
  scopes: ["LISTS_PUBLISH"],
};

let time: number;
let asked: string[];
let answer: () => Promise<ApiKeyOwner | null>;
let keys: ApiKeyVerifier;

beforeEach(() => {
  time = 1_000_000;
  asked = [];
  answer = () => Promise.resolve(owner);
  keys = new ApiKeyVerifier(
    (hash) => {
      asked.push(hash);
      return answer();
    },
    () => time,
  );
});

const down = (): Promise<never> => Promise.reject(new Error("organisations is down"));

test("a key acts for its unit; organisations sees only its hash, once in five seconds", async () => {
  const viewers = await Promise.all([keys.viewerOf(key), keys.viewerOf(key)]);
  time += 4_999;
  await keys.viewerOf(key);

  expect(viewers[0]).toEqual({
    role: "UNIT_CLERK",
    subject: `api-key:${owner.keyId}`,
    unitId: owner.unitId,
    areaCode: null,
    scopes: ["LISTS_PUBLISH"],
  });
  expect(asked).toEqual([sha256(key)]);
});

test("a revoked key is refused after five seconds, also when organisations goes down then", async () => {
  await keys.viewerOf(key);
  answer = () => Promise.resolve(null);
  time += 5_000;
  await expect(keys.viewerOf(key)).rejects.toMatchObject({ status: 401, code: "UNAUTHENTICATED" });

  answer = down;
  time += 5_000;
  await expect(keys.viewerOf(key)).rejects.toMatchObject({ status: 503, code: "SUBGRAPH_DOWN" });
});

test("a good key goes on for a minute while organisations is down, and no longer", async () => {
  await keys.viewerOf(key);
  answer = down;
  time += 59_000;
  await expect(keys.viewerOf(key)).resolves.toMatchObject({ unitId: owner.unitId });
  time += 1_000;
  await expect(keys.viewerOf(key)).rejects.toMatchObject({ status: 503 });
});

test("an unknown key is asked about once in five seconds", async () => {
  answer = () => Promise.resolve(null);
  await expect(keys.viewerOf(key)).rejects.toMatchObject({ status: 401 });
  await expect(keys.viewerOf(key)).rejects.toMatchObject({ status: 401 });
  expect(asked).toHaveLength(1);
});

test("what does not look like a key is refused without asking anyone", async () => {
  for (const bad of ["", "gjk_", "gjk_short", "other_".padEnd(50, "a"), `${key}\n`, `${key}'`]) {
    await expect(keys.viewerOf(bad)).rejects.toMatchObject({ status: 401 });
  }
  expect(asked).toEqual([]);
});

test("a key for a place that its role cannot have, or with a scope that nobody knows, is refused", async () => {
  answer = () => Promise.resolve({ ...owner, unitId: null });
  await expect(keys.viewerOf(key)).rejects.toMatchObject({ status: 401 });
  time += 5_000;
  answer = () => Promise.resolve({ ...owner, scopes: ["EVERYTHING"] });
  await expect(keys.viewerOf(key)).rejects.toMatchObject({ status: 401 });
});
