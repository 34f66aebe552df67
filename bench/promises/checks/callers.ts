import type { Check } from "../finding.ts";
import { runTests } from "../run-tests.ts";

const SIGNED_CALLS = "gateway/test/signed-calls.test.ts";
const TOKENS = "gateway/src/authentication/token-verifier.test.ts";
const API_KEYS = [
  "gateway/src/authentication/api-key-verifier.test.ts",
  "subgraphs/organisations/src/api-key/api-key.test.ts",
];

/** Promise 12: subgraphs answer only the gateway. */
export const checkSignedCalls: Check = async () => [
  await runTests(
    "四个子图：未签名、改动、重放、换密钥 four subgraphs: unsigned, changed, replayed, key rotation",
    {
      files: [SIGNED_CALLS],
    },
  ),
];

/** Promise 13: only genuine callers. */
export const checkCallers: Check = async () => [
  await runTests("令牌 tokens", { files: [TOKENS] }),
  await runTests("密钥：只存哈希，撤销 5 s 内 API keys: stored as a hash, revoked within 5 s", {
    files: API_KEYS,
  }),
];
